// What an export says to a stranger: what the files are, and how to verify them without this software.

/** Text of `README.txt` in every export. */
export const EXPORT_README = `A ledger, exported for verification
===================================

Each directory beside this file is one append-only log: a Merkle tree (RFC 6962) in the layout of C2SP tlog-tiles.

  checkpoint             signed head: origin, number of records, root hash (C2SP tlog-checkpoint, signed-note)
  vkey, public-key.pem   the log's Ed25519 key, as a C2SP verifier key and as PEM. Compare it with a copy that you got
                         from somewhere else: whoever made this export could have made the key, too.
  tile/entries/...       the records, 256 to a file, each behind its length (2 bytes, big-endian); canonical JSON
  tile/0/... tile/1/...  the hashes of the tree, 256 to a file
  disclosures.jsonl      only on request: salt and value behind the commitments in the records

What verifying shows: no record under the checkpoint was changed, removed, added or moved since the checkpoint was
signed. Whether records were cut off at the end shows against a later or equal checkpoint that somebody else kept.

With Sallyport:   sallyport ledger verify DIRECTORY
With other tools: anything that reads C2SP tlog-tiles.
With Python 3 and OpenSSL alone, in the log's directory:

--- verify.py ------------------------------------------------------------------------------------------------------
import base64, hashlib, pathlib, struct

def sha(data): return hashlib.sha256(data).digest()

note = pathlib.Path("checkpoint").read_text(encoding="utf-8")
body, signatures = note.rsplit("\\n\\n", 1)
origin, size, root = body.split("\\n")[:3]
pathlib.Path("signed.bin").write_bytes((body + "\\n").encode())
pathlib.Path("signature.bin").write_bytes(base64.b64decode(signatures.split()[2])[4:])

def name(n):
    digits = str(n).zfill((len(str(n)) + 2) // 3 * 3)
    groups = [digits[i:i + 3] for i in range(0, len(digits), 3)]
    return "/".join(["x" + g for g in groups[:-1]] + groups[-1:])

stack, count = [], 0                     # (leaves below, hash) of the perfect subtrees, left to right
while count < int(size):
    width = min(256, int(size) - count)
    path = "tile/entries/" + name(count // 256) + ("" if width == 256 else ".p/%d" % width)
    data, at = pathlib.Path(path).read_bytes(), 0
    while at < len(data):
        (length,) = struct.unpack_from(">H", data, at)
        node = (1, sha(b"\\0" + data[at + 2:at + 2 + length]))
        at, count = at + 2 + length, count + 1
        while stack and stack[-1][0] == node[0]:
            node = (2 * node[0], sha(b"\\1" + stack.pop()[1] + node[1]))
        stack.append(node)
found = stack.pop()[1] if stack else sha(b"")
while stack: found = sha(b"\\1" + stack.pop()[1] + found)
print(origin, count, "records:", "ok" if base64.b64encode(found).decode() == root else "TAMPERED")
--- then the signature ---------------------------------------------------------------------------------------------
openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in signed.bin -sigfile signature.bin
--------------------------------------------------------------------------------------------------------------------

A commitment in a record is the hex SHA-256 of the salt (bytes) followed by the value (canonical JSON, RFC 8785, UTF-8).
A value that is not disclosed, or was erased, stays unknown; the record still verifies.
`
