#!/bin/sh
# d3-dsv 3.0.1 (npm), Node: `autoType` reads the cell 0x1F as 31, 0b11 as 3 and 1e400 as Infinity, but leaves nan and
# inf as text; only the spellings NaN and Infinity are numbers.
# A good guess: hexadecimal cells stay text (no other common reader of CSV takes them), and nan is NaN.
# Seen: the opposite of both.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund d3-dsv@3.0.1
cat >cells.mjs <<'JS'
import { autoType } from 'd3-dsv';
const cells = ['0x1F', '0b11', '1e400', 'nan', 'inf', 'NaN', 'Infinity'];
console.log(cells.map((cell) => { const { a } = autoType({ a: cell }); return `${typeof a} ${a}`; }).join(', '));
JS
seen=$(node cells.mjs)
echo "$seen"
test "$seen" = 'number 31, number 3, number Infinity, string nan, string inf, number NaN, number Infinity'
