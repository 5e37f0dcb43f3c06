#!/bin/sh
# csv-parse 5.5.6 (npm), Node: `cast: true` turns the cells 0x1F and 0b11 into the number 0.
# A good guess: they stay text, or become 31 and 3, as Number("0x1F") does.
# Seen: 0 and 0. The test of what is a number and the conversion are two functions that differ.
# The consequence for logits in CSV: a hexadecimal cell is lost without a word.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund csv-parse@5.5.6
cat >cells.mjs <<'JS'
import { parse } from 'csv-parse/sync';
console.log(JSON.stringify(parse('0x1F,0b11,31,1e3,x\n', { cast: true })));
JS
seen=$(node cells.mjs)
echo "$seen"
test "$seen" = '[[0,0,31,1000,"x"]]'
