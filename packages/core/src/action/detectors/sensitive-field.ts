// Fields whose name says that their value is nobody's business, at any depth and however the name is spelt.
import type { Detector, Hit } from '../detector.ts'
import { CHECKPOINT_IDS } from '../detector.ts'
import { matchesOf } from '../matches-of.ts'

/** Names in lower case without separators. */
const NAMES = [
  'password',
  'passwd',
  'passphrase',
  'passcode',
  'passwort',
  'kennwort',
  'pwd',
  'secret',
  'secretkey',
  'clientsecret',
  'apikey',
  'apisecret',
  'accesskey',
  'accesstoken',
  'refreshtoken',
  'idtoken',
  'authtoken',
  'bearertoken',
  'sessiontoken',
  'sessionid',
  'sessionkey',
  'privatekey',
  'signingkey',
  'encryptionkey',
  'authorization',
  'proxyauthorization',
  'cookie',
  'setcookie',
  'xapikey',
  'credentials',
  'ssn',
  'socialsecuritynumber',
  'nationalid',
  'taxid',
  'passportnumber',
  'driverslicense',
  'creditcard',
  'creditcardnumber',
  'cardnumber',
  'cvv',
  'cvc',
  'securitycode',
  'pin',
  'pincode',
  'iban',
  'bankaccount',
  'accountnumber',
  'routingnumber',
  'dateofbirth',
  'dob',
  'mothersmaidenname',
  'connectionstring',
  'databaseurl',
  'awssecretaccesskey',
  'totpsecret',
  'otp',
  'recoverycode',
  'seedphrase',
  'mnemonic',
] as const
const SENSITIVE: ReadonlySet<string> = new Set(NAMES)
const SUFFIX =
  /(?:password|passwd|secret|apikey|accesskey|privatekey|accesstoken|authtoken|refreshtoken|creditcard|cardnumber)$/

/** Names longer than this are not read; and what ends otherwise than a sensitive name is none. */
const LONGEST_NAME = 48
const ENDING = 4

/** The last four letters of the name that ends in `text` before `end`, five bits each, case and separators aside. */
function endingBefore(text: string, end: number): number {
  let ending = 0
  let count = 0
  for (let at = end - 1; at >= 0 && at > end - LONGEST_NAME && count < ENDING; at--) {
    const letter = text.charCodeAt(at)
    const small = letter | 32
    if ((small >= 97 && small <= 122) || (letter >= 48 && letter <= 57)) {
      ending |= (letter & 31) << (5 * count)
      count += 1
    } else if (letter !== 95 && letter !== 46 && letter !== 45) break
  }
  return ending
}
const ENDINGS: ReadonlySet<number> = new Set(NAMES.map((name) => endingBefore(name, name.length)))
const SHORT: ReadonlySet<number> = new Set(
  NAMES.filter(({ length }) => length < ENDING).map((name) => endingBefore(name, name.length)),
)
const THREE_LETTERS = 0x7fff

/** A short name may stand behind a separator, so that more letters come before it. */
function endsLikeSensitive(text: string, end: number): boolean {
  const ending = endingBefore(text, end)
  return ENDINGS.has(ending) || SHORT.has(ending & THREE_LETTERS)
}

/** Cheap to test: does what stands before a colon or an equals sign end like the name of a sensitive field? */
function assignsSensitive(text: string): boolean {
  SEPARATOR.lastIndex = 0
  while (SEPARATOR.test(text)) {
    let end = SEPARATOR.lastIndex - 1
    for (let spaces = 0; spaces < 3 && /\s/.test(text.charAt(end - 1)); spaces++) end -= 1
    const quote = text.charAt(end - 1)
    if (quote === '"' || quote === "'") end -= 1
    if (text.charAt(end - 1) === '\\') end -= 1
    if (endsLikeSensitive(text, end)) return true
  }
  return false
}
const SEPARATOR = /[=:]/g
const SAID = / is| ist| was/

/** The same inside a text: `password=…`, `"api_key": "…"`, `Authorization: Bearer …`; `<password>…</password>`; `--password …`; the password is … */
const FORMS: readonly { readonly needs: (text: string) => boolean; readonly shape: RegExp }[] = [
  {
    needs: assignsSensitive,
    shape:
      /(?<![A-Za-z0-9])([A-Za-z][A-Za-z0-9_.-]{1,40})\\?["']?\s{0,3}(?:=>|:=|=|:)\s{0,3}(?:(?:Bearer|Basic|Token) )?(?:\\?"([^"\\\n]{1,500})|\\?'([^'\\\n]{1,500})|([^\s"'\\,;&<>{}[\]()]{3,500}))/g,
  },
  {
    needs: (text) => text.includes('</'),
    shape: /<([A-Za-z][A-Za-z0-9_.-]{1,40})(?: [^<>]{0,100})?>([^<>]{1,500})<\//g,
  },
  {
    needs: (text) => text.includes('--'),
    shape:
      /(?<![\w-])--([A-Za-z][A-Za-z0-9_-]{1,40})\s{1,3}(?:"([^"\n]{1,500})"|'([^'\n]{1,500})'|([^\s"'<>|;&-][^\s"'<>|;&]{2,500}))/g,
  },
  {
    // A word alone is talk (`the password is required`); letters beside digits, or digits alone, are a value.
    needs: (text) => SAID.test(text),
    shape:
      /\b(password|passphrase|passcode|passwort|kennwort|pin|api key|secret key)\b (?:for [\w.@ -]{1,40} )?(?:is|was|ist|lautet)(?: now)?:? ["'`]?((?=[^\s"'`]{0,60}\d)[^\s"'`,;]{4,60}?)(?=[.!?]?(?:[\s"'`,;]|$))/gi,
  },
]

/** The detector (A10). */
export const sensitiveField: Detector = {
  id: 'sensitive-field',
  title: 'Sensitive field',
  why: 'who names a field `password` has said that its value must not be seen',
  kind: 'secret',
  checkpoints: CHECKPOINT_IDS,
  detect: ({ text, key }): readonly Hit[] =>
    key !== null && isSensitiveName(key) && text !== '' ? [hit(0, text.length)] : assignments(text),
  found: [
    { title: 'a field', text: 'anything at all', key: 'Pass-Word' },
    { title: 'a field with a prefix', text: '1234', key: 'db_password' },
    { title: 'an assignment', text: 'export API_KEY=abc123def' },
    { title: 'JSON in a text', text: 'sent {"user":"jo","credit_card":"1234 5678"} over' },
    { title: 'a header', text: 'Authorization: Bearer abc.def' },
    { title: 'an element', text: '<login><password>hunter2</password></login>' },
    { title: 'a flag', text: 'mysql --user root --password hunter2' },
    { title: 'a sentence that tells it', text: 'The password is hunter2.' },
  ],
  passed: [
    { title: 'a name like it', text: 'blue', key: 'pinned' },
    { title: 'a sentence', text: 'The password was changed yesterday.' },
    { title: 'a rule', text: 'The password is required and was changed.' },
    { title: 'a variable', text: 'password = os.environ["DB_PASSWORD"]' },
    { title: 'a call', text: 'sessionId = crypto.randomUUID()' },
    { title: 'a type', text: 'interface Login { password: string }' },
  ],
}

const ASCII_NAME = /^[\w.-]{1,40}$/
/** Is `name` the name of a sensitive field? Case and separators do not count. */
function isSensitiveName(name: string): boolean {
  if (ASCII_NAME.test(name) && !endsLikeSensitive(name, name.length)) return false
  const plain = name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '')
  return SENSITIVE.has(plain) || SUFFIX.test(plain)
}

/** What stands where a value would: types, references, words of programs. */
const PLACEHOLDER =
  /^(?:string|text|str|number|boolean|null|none|nil|undefined|true|false|required|optional|include|same-origin|omit|\*+|x{3,}|\.{3}|your[_ -].*|change-?me|<.*|\$\{.*|\{\{.*|%[A-Z_]+%|env:.*|file:.*|process\.env.*|import\.meta.*|os\.(?:environ|getenv).*|env\..*|[A-Za-z_]+\.getenv.*|\[redacted.*)$/i
/** Short numbers: only a number is one. */
const NUMERIC = /^(?:.*_)?(?:pin|pincode|cvc|cvv|otp)$/i

function assignments(text: string): readonly Hit[] {
  let hits: readonly Hit[] = NOTHING
  for (const { needs, shape } of FORMS) {
    if (needs(text)) hits = [...hits, ...matchesOf(shape, text).flatMap((found) => assigned(text, found))]
  }
  return hits
}

const NOTHING: readonly Hit[] = []

function assigned(text: string, found: RegExpExecArray): readonly Hit[] {
  const [all, name = '', ...values] = found
  const value = values.find((one) => one !== undefined) ?? ''
  const start = found.index + all.lastIndexOf(value)
  if (!isSensitiveName(name) || PLACEHOLDER.test(value) || (NUMERIC.test(name) && !/^\d{3,8}$/.test(value)))
    return NOTHING
  // A call or an index is the way to a value, not the value.
  return /^[([]/.test(text.slice(start + value.length)) ? NOTHING : [hit(start, start + value.length)]
}

function hit(start: number, end: number): Hit {
  return { start, end, weight: 1, reason: 'is the value of a sensitive field' }
}
