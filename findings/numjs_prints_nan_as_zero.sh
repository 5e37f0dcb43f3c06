#!/bin/sh
# @d4c/numjs 0.17.35 (npm), Node: an array prints NaN as 0, and Infinity as Infinity.
# A good guess: NaN is printed as NaN, as Infinity is as Infinity.
# Seen: array([ 0, 0.25,-Infinity]) for [NaN, 0.25, -Infinity]; the array itself keeps the NaN.
# The consequence for checking a print: a softmax that overflowed to NaN looks like a probability of 0.
set -eu
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm init -y >/dev/null
npm install --silent --no-audit --no-fund --ignore-scripts @d4c/numjs@0.17.35
cat >print.cjs <<'JS'
const nj = require('@d4c/numjs').default ?? require('@d4c/numjs');
const x = nj.array([NaN, 0.25, -Infinity]);
console.log(x.toString().replace(/ +/g, ' '), x.tolist());
JS
seen=$(node print.cjs)
echo "$seen"
test "$seen" = 'array([ 0, 0.25,-Infinity]) [ NaN, 0.25, -Infinity ]'
