// Keys and tokens that are known by their shape, where the maintained rule set for secrets does not look.
import type { Detector, Hit } from '../detector.ts'
import { CHECKPOINT_IDS } from '../detector.ts'
import { WRITTEN_PATTERNS } from '../excerpt.ts'

/** Where a key may begin: at a word, or behind an escape of JSON that was never undone, whose letter is no part of the key. */
const BEGIN = String.raw`(?:\b|(?<=\\[bfnrt]|\\u[\dA-Fa-f]{4}))`

/** Each begins with letters that nothing else begins with, so that a text is read once. */
const PREFIXED: readonly string[] = [
  String.raw`(?:AKIA|ASIA|AGPA|AIDA|AROA|ANPA)[0-9A-Z]{16}\b`, // AWS access key ids
  String.raw`(?:akia|asia|agpa|aida|aroa|anpa)(?=[a-z]{0,15}\d)[0-9a-z]{16}\b`, // the same after case folding, as names are compared
  String.raw`eyJ[\w-]{8,2000}\.eyJ[\w-]{4,8000}\.[\w-]{0,2000}`, // JSON web tokens
  'sk-(?:ant-|proj-|or-v1-|live-)?[A-Za-z0-9_-]{20,200}',
  '(?:sk|rk|pk)_(?:live|test)_[A-Za-z0-9]{16,200}',
  'AIza[0-9A-Za-z_-]{35}',
  '(?:(?:ghp|gho|ghu|ghs|ghr)_[A-Za-z0-9]{36,255}|github_pat_[A-Za-z0-9_]{50,255})',
  'glpat-[A-Za-z0-9_-]{20,64}',
  'hf_[A-Za-z0-9]{30,64}',
  '(?:dop|doo|dor)_v1_[a-f0-9]{64}',
  String.raw`SG\.[\w-]{16,32}\.[\w-]{16,64}`,
  'shp(?:at|ca|pa|ss)_[A-Fa-f0-9]{32}',
  String.raw`pypi-[\w-]{50,300}`,
  String.raw`dckr_pat_[\w-]{20,64}`,
  String.raw`ya29\.[\w-]{20,300}`,
  String.raw`hv[sb]\.[\w-]{24,200}`,
  'whsec_[A-Za-z0-9+/]{24,64}',
  'sp_[A-Za-z0-9_-]{40,64}', // our own
]

const SHAPES = [
  ...PREFIXED.map((shape) => new RegExp(BEGIN + shape, 'g')),
  /-----BEGIN (?:[A-Z]{2,10} ){0,3}PRIVATE KEY(?: BLOCK)?-----(?:[A-Za-z0-9+/=\s:,.-]|\\[nr]){0,16384}?-----END (?:[A-Z]{2,10} ){0,3}PRIVATE KEY(?: BLOCK)?-----/g,
  /\b[a-z][a-z0-9+]{1,20}:\/\/[^\s:@/"'<>]{1,100}:([^\s@/"'<>]{1,200})@[^\s"'<>]/g, // a password in a URL
].map((shape) => WRITTEN_PATTERNS.add(shape))

/** The detector (C6). */
export const keyShape: Detector = {
  id: 'key-shape',
  title: 'Key or token',
  why: 'whoever reads a key can use it, and a model repeats what it reads',
  kind: 'secret',
  checkpoints: CHECKPOINT_IDS,
  detect: ({ text, writtenOpenings }): readonly Hit[] =>
    text.length < 12 || WRITTEN_PATTERNS.none(writtenOpenings)
      ? []
      : SHAPES.flatMap((shape) =>
          shape.matches(text, writtenOpenings).map((found) => {
            const taken = found[1] ?? found[0]
            const start = found.index + found[0].lastIndexOf(taken)
            return { start, end: start + taken.length, weight: 1, reason: 'holds a key or token' }
          }),
        ),
  found: [
    { title: 'an AWS key id', text: 'id AKIAIOSFODNN7EXAMPLE' },
    { title: 'an AWS key id as a canonical name', text: 'fs.akiaiosfodnn7example' },
    { title: 'a web token', text: 'token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln' },
    { title: 'a private key', text: '-----BEGIN EC PRIVATE KEY-----\nMHcCAQEE\n-----END EC PRIVATE KEY-----' },
    { title: 'a key behind an escape', text: 'log: "id\\nAKIAIOSFODNN7EXAMPLE\\n"' },
    { title: 'a connection', text: 'postgres://app:hunter2@db.internal/shop' },
  ],
  passed: [
    { title: 'a public key', text: '-----BEGIN PUBLIC KEY-----\nMFkw\n-----END PUBLIC KEY-----' },
    { title: 'a URL with a port', text: 'http://localhost:8080/a@b' },
    { title: 'letters within a word', text: 'the disk-abcdefghijklmnopqrstuvwxyz and XAKIAIOSFODNN7EXAMPLE' },
    { title: 'a long word', text: 'asiapacificnorthwest' },
    { title: 'a hash', text: 'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
  ],
}
