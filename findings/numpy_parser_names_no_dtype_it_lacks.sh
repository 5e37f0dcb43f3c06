#!/bin/sh
# numpy-parser 1.2.3 (npm), Node: float16, int64 and Fortran order are refused with a sentence each. A big-endian array
# and one of bool, as valid as those, end in a ReferenceError of the parser itself: "dtype is not defined".
# A good guess: the same kind of sentence for every dtype that is not read.
# Seen: the branch for all others names a variable that does not exist.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund numpy-parser@1.2.3
cat >read.mjs <<'JS'
import * as module from 'numpy-parser';
const parse = module.fromArrayBuffer ?? module.default.fromArrayBuffer;
function npy(descr, size) {
  const header = `{'descr': '${descr}', 'fortran_order': False, 'shape': (2,), }`;
  const bytes = Buffer.alloc(128 + 2 * size);
  bytes.write('\x93NUMPY\x01\x00', 'latin1');
  bytes.writeUInt16LE(118, 8);
  bytes.write(header.padEnd(117) + '\n', 10, 'latin1');
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length);
}
for (const [descr, size] of [['<f2', 2], ['>f8', 8], ['|b1', 1]]) {
  try {
    parse(npy(descr, size));
    console.log(descr, 'read');
  } catch (error) {
    console.log(descr, error.name, error.message.includes('16-bit') ? 'names it' : error.message);
  }
}
JS
seen=$(node read.mjs | tr '\n' ';')
echo "$seen"
test "$seen" = '<f2 Error names it;>f8 ReferenceError dtype is not defined;|b1 ReferenceError dtype is not defined;'
