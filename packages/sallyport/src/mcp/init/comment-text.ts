// Text from a server, made fit to stand in a comment.

/** The first line of `text` without control characters: a comment must stay a comment, whatever a server writes. */
export function commentText(text: string): string {
  return (text.split(/[\r\n\u0085\u2028\u2029]/)[0] ?? '').replace(/\p{C}/gu, ' ').trim()
}
