#!/bin/sh
# npyjs 0.7.0 (npm), Node: of a .npy file in Fortran order it returns the numbers as they lie in the file, with the shape
# of the array. data[0], data[1], … are a column, though shape says rows first; only a flag, fortranOrder, says so.
# A good guess: a parser that knows the flag puts the numbers in the order of the shape.
# Seen: [[1, 2, 3], [4, 5, 6]] is shape 2,3 with data 1,4,2,5,3,6. A softmax over runs of three is wrong.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund npyjs@0.7.0
cat >read.mjs <<'JS'
import * as module from 'npyjs';
const Npy = module.default?.default ?? module.default ?? module;
// Version 1.0, written by hand: 10 bytes, the header padded to 118, then the columns one after another.
const header = "{'descr': '<f8', 'fortran_order': True, 'shape': (2, 3), }";
const bytes = Buffer.alloc(128 + 48);
bytes.write('\x93NUMPY\x01\x00', 'latin1');
bytes.writeUInt16LE(118, 6 + 2);
bytes.write((header.padEnd(117) + '\n'), 10, 'latin1');
[1, 4, 2, 5, 3, 6].forEach((x, i) => bytes.writeDoubleLE(x, 128 + 8 * i));
const read = new Npy().parse(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
console.log(read.shape.join(), [...read.data].join(), read.fortranOrder);
JS
seen=$(node read.mjs)
echo "$seen"
test "$seen" = '2,3 1,4,2,5,3,6 true'
