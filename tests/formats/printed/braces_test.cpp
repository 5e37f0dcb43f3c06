#include <doctest/doctest.h>

#include "formats/format.h"
#include "formats/reader.h"
#include "support/scanned.h"

using namespace softmax;
using softmax::test::check_prints;
using softmax::test::scanned;

TEST_CASE("xtensor prints nested braces with a column for the sign") {
  check_prints({
      {"xtensor 0.24.3", "{{    0.5 ,  1000.25},\n {    3.  ,     4.  }}\n", "(2, 2) by xtensor: 0.5 1000.25 3. 4."},
      {"xtensor 0.24.3", "{ 0.090031,  0.244728,  0.665241}\n", "(3,) by xtensor: 0.090031 0.244728 0.665241"},
      {"xtensor 0.24.3", "{ 1.000000e-10,  1.000000e+00}\n", "(2,) by xtensor: 1.000000e-10 1.000000e+00"},
      {"xtensor 0.24.3", "{ 1.5,  nan,  inf}\n", "(3,) by xtensor: 1.5 nan inf"},
      {"xtensor 0.24.3", "{{   1,  -20},\n { 300,    4}}\n", "(2, 2) by xtensor: 1 -20 300 4"},
      {"xtensor 0.24.3", "{{{ 0.  ,  0.25},\n  { 0.5 ,  0.75}},\n {{ 1.  ,  1.25},\n  { 1.5 ,  1.75}}}\n",
       "(2, 2, 2) by xtensor: 0. 0.25 0.5 0.75 1. 1.25 1.5 1.75"},
      {"xtensor 0.24.3",
       "{ 0.      ,  0.142857,  0.285714,  0.428571,  0.571429,  0.714286, \n  0.857143,  1.      ,  1.142857}\n",
       "(9,) by xtensor: 0. 0.142857 0.285714 0.428571 0.571429 0.714286 0.857143 1. 1.142857"},
      {"xtensor 0.24.3, after a name", "x = {{-1.5 ,  0.25},\n { 0.5 , -2.  }}\n",
       "(2, 2) by xtensor: -1.5 0.25 0.5 -2."},
      {"xtensor 0.24.3", "{    0.,     1.,     2., ...,  2997.,  2998.,  2999.}\n",
       "1:26: the print leaves numbers out here; print all of them: torch.set_printoptions(threshold=math.inf), "
       "numpy.set_printoptions(threshold=sys.maxsize)"},
      {"xtensor 0.24.3", "{{ 0.5,  0.25},\n { 1. }}\n", "2:2: [1] has 1 element, its siblings have 2"},
      {"xtensor 0.24.3", "{ true, false}\n", "none"},
  });
}

TEST_CASE("braces of source code are numbers as they are written") {
  check_prints({
      {"C++, typed", "{0.1f, 0.2f}", "(2,): 0.1 0.2"},
      {"C++, typed", "float logits[2][3] = {{1.0f, 2.0f, 3.0f}, {1.0f, 2.0f, 5.0f}};",
       "(2, 3): 1.0 2.0 3.0 1.0 2.0 5.0"},
      {"C++, typed", "std::vector<float> x = {1.0f, 2.0f, 3.0f};", "(3,): 1.0 2.0 3.0"},
      {"C#, typed", "{ 0.1, 0.2 }", "(2,): 0.1 0.2"},
      {"Mathematica, typed", "{{0.5, 1000.25}, {3., 4.}}", "(2, 2): 0.5 1000.25 3. 4."},
      {"OpenCV 4.6.0, FMT_C", "{0.5, 1000.25,\n 3, 0.3333333333333333}\n", "(4,): 0.5 1000.25 3 0.3333333333333333"},
  });
}

TEST_CASE("braces that are no numbers are no tensor") {
  for (const char* text : {"{}", "{0: 0.5, 1: 0.25}", "{'a': 1}", "\\frac{1}{2}", "x_{1, 2}", "regex a{2,3}", "${1}"}) {
    CAPTURE(text);
    CHECK(scanned(text) == "none");
  }
}

TEST_CASE("braces are detected as text where numbers follow, else as JSON") {
  for (const char* text : {"{{ 0.5 ,  1000.25},", "{ 0.5,  1.5}", "{1, 2}", "{{{1}}}", "{-1.5 ,  2. }"}) {
    CAPTURE(text);
    CHECK(formats::format_of_content(text) == formats::Format::text);
  }
  for (const char* text : {"{}", "{\"a\": 1}", "{ \"a\": [1, 2]}", "{0: 0.5}", "{{\"a\"", "{'a': 1}"}) {
    CAPTURE(text);
    CHECK(formats::format_of_content(text) == formats::Format::json);
  }
}
