// Recognises two names that probably do the same: other separators, a plural, or another word for the same verb.

/** Words that mean the same in names of tools and actions. */
const VERBS: readonly (readonly string[])[] = [
  ['delete', 'remove', 'rm', 'del', 'destroy', 'erase', 'unlink', 'purge', 'drop', 'trash', 'wipe', 'discard'],
  ['write', 'edit', 'update', 'modify', 'change', 'set', 'patch', 'save', 'overwrite', 'append', 'replace', 'put'],
  ['execute', 'exec', 'run', 'eval', 'invoke', 'spawn', 'launch', 'start', 'call'],
  ['send', 'post', 'publish', 'mail', 'email', 'notify', 'forward', 'submit', 'dispatch'],
  ['move', 'rename', 'mv', 'relocate'],
  ['create', 'add', 'insert', 'new', 'make'],
  ['read', 'get', 'fetch', 'view', 'show', 'cat', 'open', 'download', 'list', 'find', 'search'],
  ['pay', 'transfer', 'charge', 'wire', 'refund'],
  ['grant', 'allow', 'assign', 'permit'],
  ['disable', 'deactivate', 'stop', 'kill', 'terminate', 'shutdown', 'suspend'],
  ['export', 'dump', 'extract'],
]

/** Verbs by length, longest first, so that `remove` is not read as `rm`'s neighbour or `address` as `add`. */
const BY_LENGTH: readonly (readonly [string, number])[] = VERBS.flatMap((words, group) =>
  words.map((word) => [word, group] as const),
).sort(([left], [right]) => right.length - left.length)

/**
 * A key that is equal for canonical names that probably do the same: the name without separators and plurals inside its last
 * segment, its verb replaced by the verb's group. `fs.delete_file`, `fs.deletefile` and `fs.remove-files` have one key.
 */
export function meaningKey(name: string): string {
  const cut = name.lastIndexOf('.') + 1
  return `${squash(name.slice(0, cut))}.${lastSegmentKey(name.slice(cut))}`
}

function lastSegmentKey(segment: string): string {
  const words = segment.split(/[^\p{L}\p{N}]+/u).filter((word) => word !== '')
  for (const [i, word] of words.entries()) {
    const group = BY_LENGTH.find(([verb]) => verb === word)?.[1]
    if (group !== undefined) return `${group}:${singular([...words.slice(0, i), ...words.slice(i + 1)].join(''))}`
  }
  const text = words.join('')
  // Names that were written `deleteFile` have lost their humps by now.
  const begins = BY_LENGTH.find(([verb]) => verb.length > 2 && text.startsWith(verb))
  if (begins === undefined) return singular(text)
  return `${begins[1]}:${singular(text.slice(begins[0].length))}`
}

function squash(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '')
}

function singular(text: string): string {
  return text.length > 3 && text.endsWith('s') && !text.endsWith('ss') ? text.slice(0, -1) : text
}
