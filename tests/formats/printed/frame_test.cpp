#include <string>

#include <doctest/doctest.h>

#include "formats/printed/forms.h"
#include "support/refusal.h"
#include "support/scanned.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::refusal;

namespace {

constexpr const char* frame =
    "          0         1         2\n"
    "0  0.696939  0.230603  0.072457\n"
    "1  0.079096  0.756395  0.164509\n";

}  // namespace

TEST_CASE("pandas 1.5.3: frames, without the names of columns and the labels of rows") {
  CHECK(test::scanned_lines(frame) == "(2, 3) by pandas: 0.696939 0.230603 0.072457 0.079096 0.756395 0.164509\n");
  for (const test::TextCase& row :
       {test::TextCase{"        0       1       2\n0  1.4210  0.3150 -0.8427\n1 -0.2215  2.0364  0.5108\n",
                       "(2, 3) by pandas: 1.4210 0.3150 -0.8427 -0.2215 2.0364 0.5108\n"},
        test::TextCase{"              a             b\n0  1.000000e-01  3.333333e-01\n1  1.000000e-07  1.234568e+07\n",
                       "(2, 2) by pandas: 1.000000e-01 3.333333e-01 1.000000e-07 1.234568e+07\n"},
        test::TextCase{"     0    1\n0  1.0  NaN\n1  inf  2.5\n", "(2, 2) by pandas: 1.0 NaN inf 2.5\n"},
        test::TextCase{"   a  b\n0  1  2\n", "(1, 2) by pandas: 1 2\n"},
        test::TextCase{"     0\n0 -0.1\n1 -2.0\n", "(2, 1) by pandas: -0.1 -2.0\n"},
        test::TextCase{"            0         1\ncat -0.313262 -1.313262\ndog -0.313262 -1.313262\n",
                       "(2, 2) by pandas: -0.313262 -1.313262 -0.313262 -1.313262\n"},
        test::TextCase{"         a    b\nid            \nu      0.1  1.0\nv      0.2 -2.0\n",
                       "(2, 2) by pandas: 0.1 1.0 0.2 -2.0\n"},
        test::TextCase{"               count\nNew York  9    0.500\nBoston         0.250\n",
                       "(2, 1) by pandas: 0.500 0.250\n"},
        test::TextCase{"   wall time  loss\n0       0.50   2.5\n1       1.50   3.0\n",
                       "(2, 2) by pandas: 0.50 2.5 1.50 3.0\n"},
        test::TextCase{"   val loss (mean)  F1 score\n5            -0.25         1\n7             1.50         3\n",
                       "(2, 2) by pandas: -0.25 1 1.50 3\n"},
        test::TextCase{"Out[3]: \n     0    1\n0  0.1  0.9\n", "(1, 2) by pandas: 0.1 0.9\n"},
        test::TextCase{">>> print(df)\n     0    1\n0  0.1  0.9\n>>> ", "(1, 2) by pandas: 0.1 0.9\n"},
        test::TextCase{"   2  3\n7  5 -6\n", "(1, 2) by pandas: 5 -6\n"},
        test::TextCase{"   a  b\n0  1  2\n   a  b\n0  3  4\n", "(1, 2) by pandas: 1 2\n(1, 2) by pandas: 3 4\n"},
        test::TextCase{"     0    1\n0  0.1  0.9\n     0    1\n0  0.2  0.8\n",
                       "(1, 2) by pandas: 0.1 0.9\n(1, 2) by pandas: 0.2 0.8\n"}}) {
    CAPTURE(row.text);
    CHECK(test::scanned_lines(row.text) == row.answer);
  }
}

TEST_CASE("pandas 1.5.3: a wide frame in blocks of columns, and the sizes after it") {
  CHECK(test::scanned_lines("     0    1  \\\n0  0.1  0.2   \n1  0.3  0.4   \n\n     2  \n0  0.5  \n1  0.6  \n") ==
        "(2, 3) by pandas: 0.1 0.2 0.5 0.3 0.4 0.6\n");
  CHECK(test::scanned_lines("     0    1\n0  0.1  0.9\n\n[1 rows x 2 columns]\n") == "(1, 2) by pandas: 0.1 0.9\n");
  CHECK(test::scanned_lines("     0    1\n0  0.1  0.9\n\n[2 rows x 2 columns]\n") ==
        "4:1: the print says shape (2, 2), its numbers have shape (1, 2)");
  CHECK(test::scanned_lines("     0    1  \\\n0  0.1  0.2   \n\n>>> x\n") ==
        "4:1: the print is cut off: expected the columns that the backslash after the header announces");
}

TEST_CASE("pandas 1.5.3: series have the dtype that their last line names") {
  for (const test::TextCase& row :
       {test::TextCase{"0    0.090031\n1    0.244728\n2    0.665241\ndtype: float64\n",
                       "(3,) by pandas float64: 0.090031 0.244728 0.665241\n"},
        test::TextCase{"a    0.1\nb   -0.9\nName: x, dtype: float32\n", "(2,) by pandas float32: 0.1 -0.9\n"},
        test::TextCase{"0    1\n1    2\nLength: 2, dtype: int64\n", "(2,) by pandas: 1 2\n"},
        test::TextCase{"2020-01-01    1.0\n2020-01-02    2.0\nFreq: D, Name: x, dtype: float64\n",
                       "(2,) by pandas float64: 1.0 2.0\n"},
        test::TextCase{"count    3.000000\n25%      0.167380\ndtype: float64\n",
                       "(2,) by pandas float64: 3.000000 0.167380\n"},
        test::TextCase{"Series([], dtype: float64)\n", "(0,) by pandas float64:\n"},
        test::TextCase{"Series([], Name: x, dtype: float32)\n", "(0,) by pandas float32:\n"},
        test::TextCase{"Empty DataFrame\nColumns: []\nIndex: []\n", "(0, 0) by pandas:\n"},
        test::TextCase{"Empty DataFrame\nColumns: [0, 1]\nIndex: []\n", "(0, 2) by pandas:\n"},
        test::TextCase{"Empty DataFrame\nColumns: []\nIndex: [0, 1, 2]\n", "(3, 0) by pandas:\n"}}) {
    CAPTURE(row.text);
    CHECK(test::scanned_lines(row.text) == row.answer);
  }
}

TEST_CASE("rows of bare numbers have no header, and prose above numbers is none") {
  CHECK(test::scanned_lines("0 1 2\n3 4 5\n") == "(2, 3) by rows of figures: 0 1 2 3 4 5\n");
  CHECK(test::scanned_lines("0.5 1.0\n1.0 0.25\n") == "(2, 2) by rows of figures: 0.5 1.0 1.0 0.25\n");
  for (const char* text : {"1 2\n3 4 5\n", "  0.5 0.7\n1 0.1 0.2\n", "  1 2\n2 3 4\n", "    1\n  2 3\n",
                           "  0 2\n1 3 4\n", "  0 1\n0.5 3 4\n", "Total loss\ntrain 0.50\n", "  a  b\n1  2\n",
                           "     x  name\n0  0.1   foo\n", "  x\ny z\n", "step 1 0.5\nstep 2 0.7\nend\n"}) {
    CAPTURE(text);
    CHECK(test::scanned_lines(text) == "none");
  }
}

TEST_CASE("pandas: what is refused, with its place and what to do") {
  const std::string left_out =
      "the print leaves numbers out here; print all of them: pandas.set_option('display.max_rows', None, "
      "'display.max_columns', None)";
  for (const auto& [text, answer] :
       {std::pair<const char*, std::string>{
            "         0         1         2   ...        27        28        29\n"
            "0  0.000000  0.142857  0.285714  ...  3.857143  4.000000  4.142857\n\n[1 rows x 30 columns]\n",
            "2:34: " + left_out},
        {"            0          1\n0    0.000000   0.142857\n..        ...        ...\n99  28.285714  28.428571\n",
         "3:11: " + left_out},
        {"0     0.1\n     ... \n99    0.9\nLength: 100, dtype: float64\n", "none"},
        {"0     0.000\n      ...  \n99    0.900\nLength: 100, dtype: float64\n", "none"},
        {"       0    1\na x  0.1  0.2\n  y  0.3  0.4\n",
         "3:3: expected one label for each row, found a MultiIndex: df.to_numpy() has the numbers alone"},
        {"       0    1\np q          \na x  0.1  0.2\n  y  0.3  0.4\n",
         "2:1: expected one label for each row, found a MultiIndex: df.to_numpy() has the numbers alone"},
        {"a  x    0.1\n   y    0.2\ndtype: float64\n",
         "2:4: expected one label for each number, found a MultiIndex: s.to_numpy() has the numbers alone"},
        {"      0    1\n0   0.1  0.2\n1  <NA>  0.4\n",
         "3:4: expected a number, found <NA>; df.astype(float) makes NaN of it"},
        {"      0    1\n0   0.1  0.2\n1  None  0.4\n", "3:4: expected a number, found \"None\""},
        {"0     0.1\n1    None\ndtype: object\n", "2:6: expected a number, found \"None\""},
        {"0    1\n1    2\ndtype: object\n", "3:8: expected a print of real numbers, found one of dtype object"},
        {"0    1\n1    2\nLength: 3, dtype: int64\n", "3:9: the print says shape (3,), its numbers have shape (2,)"},
        {"0    0.090031\n1    0.244728\n",
         "1:1: the first numbers of the lines count from 0, as the labels of a pandas Series do; with its last line, "
         "\"dtype: float64\", the Series is read"}}) {
    CAPTURE(text);
    CHECK(test::scanned_lines(text) == answer);
  }
}

TEST_CASE("pandas: prints look printed where no ending says so; tables with as many names as numbers do not") {
  for (const char* text : {frame, "   a  b\n0  1  2\n", "\n   a  b\n0  1  2\n", "0    0.1\nName: x, dtype: float64\n",
                           "0    0.1\n1    0.9\ndtype: float64\n", "Empty DataFrame\nColumns: []\nIndex: []\n"}) {
    CAPTURE(text);
    CHECK(looks_printed(text));
  }
  for (const char* text : {"  a  b\n1  2\n", "a b\n1 2\n3 4\n", "\"V1\" \"V2\"\n\"1\" 0.1 0.2\n", ",a,b\n0,0.1,0.2\n",
                           "\ta\tb\n0\t1\t2\n", "1 2\n3 4\n"}) {
    CAPTURE(text);
    CHECK_FALSE(looks_printed(text));
  }
}
