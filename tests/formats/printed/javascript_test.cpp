#include <doctest/doctest.h>

#include "support/scanned.h"

using namespace softmax;
using softmax::test::check_prints;

namespace {
const std::string left_out = "the console leaves an array out here; console.log(JSON.stringify(x)) prints all of them";
}  // namespace

TEST_CASE("TensorFlow.js prints a name, then the numbers on lines of their own") {
  check_prints({
      {"tfjs 4.22.0", "Tensor\n    [[0.0900306, 0.2447285, 0.6652409],\n     [0        , 0        , 1        ]]\n",
       "(2, 3) by TensorFlow.js: 0.0900306 0.2447285 0.6652409 0 0 1"},
      {"tfjs 4.22.0", "Tensor\n     [[0, 1, 0, 0, 0],]\n", "(1, 5) by TensorFlow.js: 0 1 0 0 0"},
      {"tfjs 4.22.0", "Tensor\n    [[[0.25, 0.5],\n      [0.75, 1  ]],\n\n     [[1.25, 1.5],\n      [1.75, 2  ]]]\n",
       "(2, 2, 2) by TensorFlow.js: 0.25 0.5 0.75 1 1.25 1.5 1.75 2"},
      {"tfjs 4.22.0", "Tensor\n    0.10000000149011612\n", "() by TensorFlow.js: 0.10000000149011612"},
      {"tfjs 4.22.0", "Tensor\n    [NaN, Infinity, 1, -Infinity]\n", "(4,) by TensorFlow.js: NaN Infinity 1 -Infinity"},
      {"tfjs 4.22.0", "Tensor\n  dtype: float32\n  rank: 2\n  shape: [2,2]\n  values:\n    [[1, 2],\n     [3, 4]]\n",
       "(2, 2) by TensorFlow.js float32: 1 2 3 4"},
      {"tfjs 4.22.0, its shape changed",
       "Tensor\n  dtype: float32\n  rank: 2\n  shape: [2,3]\n  values:\n    [[1, 2],\n     [3, 4]]\n",
       "4:10: the print says shape (2, 3), its numbers have shape (2, 2)"},
      {"tfjs 4.22.0", "Tensor\n     []\n", "(0,) by TensorFlow.js:"},
      {"tfjs 4.22.0, two prints", "Tensor\n    [0.1, 1000.25, 0]\nTensor\n    3\n",
       "(3,) by TensorFlow.js: 0.1 1000.25 0\n() by TensorFlow.js: 3"},
      {"tfjs 4.22.0", "Tensor\n    [true, false]\n", "2:6: expected a print of real numbers, found another type"},
      {"tfjs 4.22.0", "Tensor\n    [[0        , 0.1428571, ..., 3.4285715]]\n", "2:29: " + test::summarised},
      {"tfjs 4.22.0, in a comment", "x.softmax().print();\n// Tensor\n//     [0.25, 0.75]\n",
       "(2,) by TensorFlow.js: 0.25 0.75"},
      {"typed", "Tensor\nis a word here\n", "none"},
      {"typed", "the numbers of a Tensor\n[1, 2]\n", "(2,): 1 2"},
  });
}

TEST_CASE("consoles print typed arrays with their names and counts") {
  check_prints({
      {"Node 20", "Float32Array(3) [\n  0.09003057330846786,\n  0.2447284758090973,\n  0.6652409434318542\n]\n",
       "(3,) by JavaScript float32: 0.09003057330846786 0.2447284758090973 0.6652409434318542"},
      {"Node 20", "Float64Array(3) [ 1, 2, 3 ]\n", "(3,) by JavaScript float64: 1 2 3"},
      {"Node 20", "Int32Array(2) [ -1, 2 ]\n", "(2,) by JavaScript: -1 2"},
      {"Node 20, a number changed", "Uint8Array(2) [ 1, 2.5 ]\n",
       "1:20: expected a whole number, as Uint8Array holds, found \"2.5\""},
      {"Node 20, its count changed", "Float32Array(3) [ 0.25, 0.75 ]\n",
       "1:13: the print says 3 elements, the brackets hold 2"},
      {"Chrome", "(3) [0.1, 0.2, 0.7]", "(3,) by JavaScript: 0.1 0.2 0.7"},
      {"Chrome, after what was printed with it", "probs (3) [0.1, 0.2, 0.7]", "(3,) by JavaScript: 0.1 0.2 0.7"},
      {"Chrome, opened", "(2) [0.25, 0.75]\n0: 0.25\n1: 0.75\nlength: 2\n[[Prototype]]: Array(0)\n",
       "(2,) by JavaScript: 0.25 0.75"},
      {"Firefox, typed", "Array(3) [ 0.1, 0.2, 0.7 ]", "(3,) by JavaScript: 0.1 0.2 0.7"},
      {"Firefox, typed, its count changed", "Array(4) [ 0.1, 0.2, 0.7 ]",
       "1:1: the print says 4 elements, the brackets hold 3"},
      {"Chrome, cut", "(4) [0.1, 0.2, 0.7]", "1:1: the print says 4 elements, the brackets hold 3"},
      {"Chrome", "(2) [Array(3), Array(3)]", "1:6: " + left_out},
      {"a numbered list, typed", "(1) [0.1, 0.9]\n(2) [0.2, 0.8]\n(3) [0.3, 0.7]\n",
       "(2,): 0.1 0.9\n(2,): 0.2 0.8\n(2,): 0.3 0.7"},
      {"source code, typed", "const x = new Float32Array([0.1, 0.2]);", "(2,) float32: 0.1 0.2"},
      {"source code, typed", "Float32Array.from([0.1, 0.2])", "(2,) float32: 0.1 0.2"},
      {"source code, typed", "new Float32Array([0.1, 0.2]).map(v => v / 10)", "none"},
      {"source code, typed", "softmax(new Float32Array([0.1, 0.2]))",
       "1:1: \"softmax\" may change the numbers and is not read: give the numbers that it returns"},
      {"source code, typed", "new Int32Array([0.5])",
       "1:17: expected a whole number, as Int32Array holds, found \"0.5\""},
  });
}

TEST_CASE("consoles print nested lists, and say what they leave out") {
  check_prints({
      {"Node 20",
       "[\n  [ 0.09003057330846786, 0.2447284758090973 ],\n  [ 0.6652409434318542, 0.2447284758090973 ]\n]\n",
       "(2, 2): 0.09003057330846786 0.2447284758090973 0.6652409434318542 0.2447284758090973"},
      {"Node 20, two vectors", "[ 0.25, 0.75 ]\n[ 0.5, 0.50 ]\n", "(2,): 0.25 0.75\n(2,): 0.5 0.50"},
      {"Node 20", "[\n   0,  0.125,  0.25,  0.375,\n  ... 20 more items\n]\n", "3:3: " + test::summarised},
      {"Node 20", "[ [ [ [Array], [Array] ] ] ]\n", "1:7: " + left_out},
      {"Node 20", "[ 1, <1 empty item>, 3 ]\n", "1:6: expected a number, found \"<1\""},
      {"Node 20",
       "┌─────────┬──────┐\n│ (index) │  0   │\n├─────────┼──────┤\n│    0    │ 0.25 │\n└─────────┴──────┘\n",
       "2:5: a table with an index is not read; console.log(JSON.stringify(x)) prints the numbers"},
  });
}

TEST_CASE("objects of JavaScript say the sizes of their numbers") {
  check_prints({
      {"mathjs 15.2.0",
       "DenseMatrix {\n  _data: [ [ 0.5, 1000.25 ], [ 3, 0.3333333333333333 ] ],\n  _size: [ 2, 2 ],\n  _datatype: "
       "undefined\n}\n",
       "(2, 2) by JavaScript: 0.5 1000.25 3 0.3333333333333333"},
      {"mathjs 15.2.0, its size changed", "DenseMatrix {\n  _data: [ [ 0.5, 1 ] ],\n  _size: [ 2, 2 ]\n}\n",
       "3:10: the print says shape (2, 2), its numbers have shape (1, 2)"},
      {"ml-matrix 6", "Matrix {\n  [\n    0.5      1000.25 \n    3        0.333333\n  ]\n  rows: 2\n  columns: 2\n}\n",
       "(2, 2) by ml-matrix: 0.5 1000.25 3 0.333333"},
      {"ml-matrix 6", "Matrix {\n  [\n    0.090031 0.244728 0.665241\n  ]\n  rows: 1\n  columns: 3\n}\n",
       "(1, 3) by ml-matrix: 0.090031 0.244728 0.665241"},
      {"ml-matrix 6, a column", "Matrix {\n  [\n    0.25    \n    0.75    \n  ]\n  rows: 2\n  columns: 1\n}\n",
       "(2, 1) by ml-matrix: 0.25 0.75"},
      {"ml-matrix 6, its rows changed", "Matrix {\n  [\n    0.25     0.75    \n  ]\n  rows: 2\n  columns: 2\n}\n",
       "6:12: the print says shape (2, 2), its numbers have shape (2,)"},
      {"ml-matrix 6", "Matrix {\n  [\n    0        0        ... 2 more columns\n    ... 5 more rows\n  ]\n}\n",
       "3:23: " + test::summarised},
      {"ndarray 1.0.19",
       "View2dfloat64 {\n  data: Float64Array(4) [ 0.5, 1, 3, 4 ],\n  shape: [ 2, 2 ],\n  stride: [ 2, 1 ],\n  offset: "
       "0\n}\n",
       "(2, 2) by JavaScript float64: 0.5 1 3 4"},
      {"ndarray 1.0.19, transposed",
       "View2dfloat64 {\n  data: Float64Array(4) [ 0.5, 1, 3, 4 ],\n  shape: [ 2, 2 ],\n  stride: [ 1, 2 ],\n  offset: "
       "0\n}\n",
       "5:11: expected elements in row-major order, found other strides or an offset in \"View2dfloat64\""},
      {"js-pytorch 0.7.2",
       "Tensor {\n  requires_grad: false,\n  _data: [ [ 1, 2, 3 ], [ 1, 2, 1000 ] ],\n  shape: [ 2, 3 ],\n  _grad: "
       "undefined,\n  children: []\n}\n",
       "(2, 3) by JavaScript: 1 2 3 1 2 1000"},
      {"tfjs 4.22.0, console.log of a tensor",
       "Tensor {\n  kept: false,\n  shape: [ 3 ],\n  dtype: 'float32',\n  size: 3,\n  strides: [],\n  dataId: {},\n  "
       "id: "
       "0\n}\n",
       "none"},
      {"mathjs 15.2.0, sparse", "SparseMatrix {\n  _values: [ 1, 2 ],\n  _index: [ 0, 1 ],\n  _ptr: [ 0, 1, 2 ]\n}\n",
       "3:3: expected a print of every number, found one of a sparse matrix"},
  });
}

TEST_CASE("numeric.js puts each number at the end of eleven characters") {
  check_prints({
      {"numeric 1.2.6", "[[        0.5,        1e3],\n [          3,     0.3333]]\n",
       "(2, 2) by numeric.js: 0.5 1e3 3 0.3333"},
      {"numeric 1.2.6", "[    0.09003,     0.2447,      1e-10,        1e6]\n",
       "(4,) by numeric.js: 0.09003 0.2447 1e-10 1e6"},
      {"padded by hand", "[[   0.5,   1e3],\n [     3, 0.3333]]\n", "(2, 2): 0.5 1e3 3 0.3333"},
  });
}

TEST_CASE("array( is known to its library by points, decimals and padding") {
  check_prints({
      {"@d4c/numjs 0.17.35", "array([[     0.5, 1000.25],\n       [       3,       4]])",
       "(2, 2) by numjs: 0.5 1000.25 3 4"},
      {"@d4c/numjs 0.17.35", "array([[ 1, 0, 0]])", "(1, 3) by numjs: 1 0 0"},
      {"numjs, as its documentation shows it", "array([[    0.5,  1000.25],\n       [      3,        4]])",
       "(2, 2) by numjs: 0.5 1000.25 3 4"},
      {"vectorious 6", "array([\n  [ 0.5, 1000.25 ],\n  [ 3, 0.3333333333333333 ]\n], dtype=float64)",
       "(2, 2) by JavaScript float64: 0.5 1000.25 3 0.3333333333333333"},
      {"OpenCV 4.6.0, FMT_NUMPY", "array([[0.1, 0.2],\n       [0.69999999, 1e-10]], dtype='float32')",
       "(2, 2) by OpenCV float32: 0.1 0.2 0.69999999 1e-10"},
      {"MLX, typed", "array([[0.0900306, 0.244728, 0.665241],\n       [0, 0, 1]], dtype=float32)",
       "(2, 3) by MLX float32: 0.0900306 0.244728 0.665241 0 0 1"},
      {"NumPy 1.24.2", "array([0.5       , 0.33333333])", "(2,) by NumPy: 0.5 0.33333333"},
      {"NumPy 1.24.2", "array([1, 0])", "(2,) by NumPy: 1 0"},
      {"NumPy 1.13, blanks collapsed", "array([[ 1., 1., 1., 1.]])", "(1, 4) by NumPy: 1. 1. 1. 1."},
      {"NumPy 1.13, blanks collapsed", "array([[ 0.00626879, 0.01704033]])", "(1, 2) by NumPy: 0.00626879 0.01704033"},
      {"NumPy 1.24.2", "array([0.1       , 0.33333333], dtype=float128)",
       "1:39: expected a dtype of float16, bfloat16, float32, float64, found \"float128\""},
  });
}
