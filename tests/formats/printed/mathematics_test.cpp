#include <doctest/doctest.h>

#include "support/scanned.h"

using softmax::test::check_prints;
using softmax::test::scanned;

TEST_CASE("sizes before the numbers are their shape") {
  check_prints({
      {"hmatrix 0.20.2", "(2><2)\n [ 0.5, 1000.25\n , 3.0,     4.0 ]\n", "(2, 2) by Haskell: 0.5 1000.25 3.0 4.0"},
      {"hmatrix 0.20.2", "(2><2)\n [ 1.0e-10,  0.5\n ,     1.0, 0.25 ]\n", "(2, 2) by Haskell: 1.0e-10 0.5 1.0 0.25"},
      {"hmatrix 0.20.2, its sizes changed", "(2><3)\n [ 0.5, 1000.25\n , 3.0,     4.0 ]\n",
       "1:1: the print says shape (2, 3), its numbers have shape (4,)"},
      {"Blitz++ 1.0.2", "(0,1) x (0,1)\n[ 0.5 1000.25 \n  3 4 ]\n", "(2, 2) by Blitz++: 0.5 1000.25 3 4"},
      {"Blitz++ 1.0.2", "(0,2)\n[ 0.0900306 0.244728 0.665241 ]\n", "(3,) by Blitz++: 0.0900306 0.244728 0.665241"},
      {"Blitz++ 1.0.2", "(0,1) x (0,1) x (0,1)\n[ 0.25 0.5 \n  0.75 1 \n  1.25 1.5 \n  1.75 2 ]\n",
       "(2, 2, 2) by Blitz++: 0.25 0.5 0.75 1 1.25 1.5 1.75 2"},
      {"Blitz++ 1.0.2, its ranges changed", "(0,1) x (0,2)\n[ 0.5 1000.25 \n  3 4 ]\n",
       "1:1: the print says shape (2, 3), its numbers have shape (2, 2)"},
      {"Blitz++ 0.9, typed", "2 x 2\n[ 0.5 1000.25 \n  3 4 ]\n", "(2, 2) by rows of figures: 0.5 1000.25 3 4"},
      {"nickle 2.91", "(real [2, 2]) {{0.5, 1000.25}, {3, 4}}\n", "(2, 2): 0.5 1000.25 3 4"},
      {"Spark, typed", "(3,[0,2],[0.5,1.5])", "1:1: expected a print of every number, found one of a sparse vector"},
  });
}

TEST_CASE("matrices of Maxima: each argument is a row") {
  check_prints({
      {"Maxima 5.46", "matrix([0.5,1000.25],[3,4])\n", "(2, 2) by Maxima: 0.5 1000.25 3 4"},
      {"Maxima 5.46", "(%o1) matrix([0.5,1000.25],[3,4])\n", "(2, 2) by Maxima: 0.5 1000.25 3 4"},
      {"Maxima 5.46", "matrix([0.0900305731703804,0.244728471054797,0.66524095577482])\n",
       "(1, 3) by Maxima: 0.0900305731703804 0.244728471054797 0.66524095577482"},
      {"Maxima 5.46, a number left out", "matrix([0.5,1000.25],[3])\n",
       "1:22: expected a row of 2 numbers, as the first"},
      {"Maxima 5.46, cut", "matrix([0.5,1000.25],", "1:22: expected a row in brackets, found the end of the input"},
      {"NumPy 1.24.2", "matrix([[0.5, 1.5]])", "(1, 2) by NumPy: 0.5 1.5"},
  });
}

TEST_CASE("Ruby, Common Lisp, calc and PHP") {
  check_prints({
      {"Ruby 3.1.2", "Matrix[[0.5, 1000.25], [3, 4.0]]\n", "(2, 2) by Ruby: 0.5 1000.25 3 4.0"},
      {"Ruby 3.1.2", "Vector[0.1, 0.2]\n", "(2,) by Ruby: 0.1 0.2"},
      {"Ruby 3.1.2", "Matrix[[1.0e-10, 1.0], [NaN, -Infinity]]\n", "(2, 2) by Ruby: 1.0e-10 1.0 NaN -Infinity"},
      {"narray 0.6", "NArray.float(2,2): \n[ [ 0.1, 0.2 ], \n  [ 3.0, 4.0 ] ]\n", "(2, 2): 0.1 0.2 3.0 4.0"},
      {"SBCL 2.2.9", "#2A((0.5 1000.25) (3.0 1.0e-10)) \n", "(2, 2) by Common Lisp: 0.5 1000.25 3.0 1.0e-10"},
      {"SBCL 2.2.9", "#(0.1d0 1.0d-10 1000.25d0) \n", "(3,) by Common Lisp float64: 0.1e0 1.0e-10 1000.25e0"},
      {"SBCL 2.2.9", "#3A(((0.25 0.5) (0.75 1.0)) ((1.25 1.5) (1.75 2.0))) \n",
       "(2, 2, 2) by Common Lisp: 0.25 0.5 0.75 1.0 1.25 1.5 1.75 2.0"},
      {"SBCL 2.2.9, its rank changed", "#3A((0.5 1000.25) (3.0 1.0e-10)) \n",
       "1:1: the print says rank 3, its numbers have shape (2, 2)"},
      {"a comment, typed", "x = f(3) #(1, 2)\n", "none"},
      {"calc 2.12", "mat [2,2] (4 elements, 4 nonzero):\n\t[0,0] = 0.5\n\t[0,1] = 1000.25\n",
       "2:2: expected numbers, found an index before each of them: print them in brackets"},
      {"PHP 8.2", "Array\n(\n    [0] => 0.1\n    [1] => 0.9\n)\n",
       "3:5: expected numbers, found an index before each of them: print them in brackets"},
      {"PHP 8.2", "array(2) {\n  [0]=>\n  float(0.1)\n  [1]=>\n  float(0.9)\n}\n",
       "2:3: expected numbers, found an index before each of them: print them in brackets"},
      {"an arrow, typed", "[1, 2] => [0.2689, 0.7311]", "(2,): 1 2\n(2,): 0.2689 0.7311"},
  });
}

TEST_CASE("brackets without commas are known to their library by points, decimals and padding") {
  check_prints({
      {"NumPy 1.24.2", "[0.5  0.25]", "(2,) by NumPy: 0.5 0.25"},
      {"NumPy 1.24.2", "[1 2]", "(2,) by NumPy: 1 2"},
      {"NumPy 1.24.2, blanks collapsed", "[ 0.8360188 0.11314284 0.05083836]",
       "(3,) by NumPy: 0.8360188 0.11314284 0.05083836"},
      {"IT++ 4.3.1", "[[0.5 1000.25]\n [3 4]]\n", "(2, 2) by rows of figures: 0.5 1000.25 3 4"},
      {"IT++ 4.3.1", "[0.0900306 0.244728 0.665241]\n", "(3,) by rows of figures: 0.0900306 0.244728 0.665241"},
      {"PDL 2.081", "\n[\n [    0.5 1000.25]\n [      3       4]\n]\n", "(2, 2) by PDL: 0.5 1000.25 3 4"},
      {"PDL 2.081", "[0.090030573 0.24472847 0.66524096]\n", "(3,) by PDL: 0.090030573 0.24472847 0.66524096"},
      {"PARI/GP 2.15.2", "%1 = [0.0900305731703804579, 0.244728471054797652, 0.665240955774821889]\n",
       "(3,) by PARI/GP: 0.0900305731703804579 0.244728471054797652 0.665240955774821889"},
  });
}

TEST_CASE("lines of numbers in one pair of brackets are rows, unless a vector was broken over them") {
  CHECK(scanned("[1 2\n 3 4]") == "(2, 2) by NumPy: 1 2 3 4");
  CHECK(scanned("[\n  1 2 3\n  4 5 6\n]") == "(2, 3) by PDL: 1 2 3 4 5 6");
  CHECK(scanned("[0.1\n 0.2\n 0.7]") == "(3,) by NumPy: 0.1 0.2 0.7");
  CHECK(scanned("[1 2 3\n 4]") == "(4,) by NumPy: 1 2 3 4");
  CHECK(scanned("[1, 2,\n 3, 4]") == "(4,): 1 2 3 4");
  // NumPy 1.24.2: numpy.arange(18) / 7 in lines of 75 characters.
  CHECK(scanned("[0.         0.14285714 0.28571429 0.42857143 0.57142857 0.71428571\n"
                " 0.85714286 1.         1.14285714 1.28571429 1.42857143 1.57142857]")
            .starts_with("(12,) by NumPy: 0. 0.14285714"));
}
