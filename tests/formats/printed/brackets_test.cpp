#include <string>

#include <doctest/doctest.h>

#include "formats/printed/forms.h"
#include "support/print_texts.h"
#include "support/refusal.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::refusal;

namespace {

/// "(2,) commas: 1 2 | rest": what is read and what stands behind it.
std::string brackets(const std::string& bytes, const std::string& before = "") {
  std::string answer;
  const std::string error = refusal([&] {
    const Text text("input", before + bytes);
    const PrintText print(text);
    const char* begin = text.begin() + before.size();
    const BracketedNumbers found = read_brackets(print, begin, begin);
    PrintedTensor tensor;
    tensor.shape = found.shape;
    tensor.numbers = found.numbers;
    tensor.dtype = found.dtype;
    answer =
        test::shown(tensor) + (found.has_commas ? " with commas" : "") + " | " + std::string(found.end, text.end());
  });
  return error == "accepted" ? answer : error;
}

bool holds_numbers(const std::string& bytes) {
  const Text text("input", bytes);
  return formats::holds_numbers(PrintText(text), text.begin());
}

std::string nested(std::size_t depth, const std::string& inside) {
  return std::string(depth, '[') + inside + std::string(depth, ']');
}

}  // namespace

TEST_CASE("numbers in brackets, with commas, with blanks, with both") {
  struct Row {
    std::string text, answer;
  };
  for (const Row& row : {Row{"[1, 2.5] x", "(2,): 1 2.5 with commas |  x"},
                         Row{"[1 2.5]", "(2,): 1 2.5 | "},
                         Row{"[ 0.1  -0.2]", "(2,): 0.1 -0.2 | "},
                         Row{"[0.5       0.33333333]", "(2,): 0.5 0.33333333 | "},
                         Row{"[[1. 2.]\n [3. 4.]]", "(2, 2): 1. 2. 3. 4. | "},
                         Row{"[[1 2], [3 4]]", "(2, 2): 1 2 3 4 with commas | "},
                         Row{"[[1][2]]", "(2, 1): 1 2 | "},
                         Row{"[[1, 2,], [3, 4,],]", "(2, 2): 1 2 3 4 with commas | "},
                         Row{"[[[1]\n  [2]]\n\n [[3]\n  [4]]]", "(2, 2, 1): 1 2 3 4 | "},
                         Row{"[1\r\n\t2\xC2\xA0"
                             "3]",
                             "(3,): 1 2 3 | "},
                         Row{"[nan inf -inf NaN Infinity +1 .5 3.]", "(8,): nan inf -inf NaN Infinity +1 .5 3. | "},
                         Row{"[1e-5, 2.0E+03]", "(2,): 1e-5 2.0E+03 with commas | "},
                         Row{"[]", "(0,): | "},
                         Row{"[[], []]", "(2, 0): with commas | "},
                         Row{"[(1, 2), (3, 4)]", "(2, 2): 1 2 3 4 with commas | "},
                         Row{"7.5 x", "(): 7.5 |  x"},
                         Row{"[1, # the first\n 2]", "(2,): 1 2 with commas | "},
                         Row{"[float('-inf'), 0, np.inf, -math.inf, float(\"nan\"), torch.nan]",
                             "(6,): -inf 0 inf -inf nan nan with commas | "},
                         Row{"[np.float32(0.5), np.float32(0.25)]", "(2,) float32: 0.5 0.25 with commas | "},
                         Row{"np.float64( 0.5 )", "() float64: 0.5 | "}}) {
    CAPTURE(row.text);
    CHECK(brackets(row.text) == row.answer);
  }
  CHECK(brackets(nested(32, "7")).ends_with(": 7 | "));
}

TEST_CASE("rows behind the sign of a comment belong to a print that begins behind one") {
  CHECK(brackets("[[1 2]\n#  [3 4]]", "# ") == "(2, 2): 1 2 3 4 | ");
  CHECK(brackets("[[1 2]\n# [3 4]\n [5 6]]") == "(2, 2): 1 2 5 6 | ");
}

TEST_CASE("brackets that are no tensor are refused with their place") {
  const std::string summarised =
      "the print leaves numbers out here; print all of them: torch.set_printoptions(threshold=math.inf), "
      "numpy.set_printoptions(threshold=sys.maxsize)";
  struct Row {
    std::string text, answer;
  };
  for (const Row& row :
       {Row{"[[1, 2], [3]]", "1:10: [1] has 1 element, its siblings have 2"},
        Row{"[[1 2]\n [3 4 5]]", "2:2: [1] has 3 elements, its siblings have 2"},
        Row{"[[[1, 2]], [[3]]]", "1:13: [1][0] has 1 element, [0][0] has 2"},
        Row{"[[1], [2], []]", "1:12: [2] has 0 elements, its siblings have 1"},
        Row{"[1, [2]]", "1:5: [1] is an array, its siblings are numbers"},
        Row{"[[1], 2]", "1:7: [1] is a number, its siblings are arrays"},
        Row{"[[1], x]", "1:7: expected an array, found \"x\""},
        Row{"[1, 2, ..., 9]", "1:8: " + summarised},
        Row{"[[1 2]\n ...\n [3 4]]", "2:2: " + summarised},
        Row{"[1 \xE2\x80\xA6 9]", "1:4: " + summarised},
        Row{"[[1],\n ...,\n [2]]", "2:2: " + summarised},
        Row{"[[1, 2],\n [3, 4]", "2:8: the print is cut off: expected \"]\", found the end of the input"},
        Row{"[1,", "1:4: the print is cut off: expected \"]\", found the end of the input"},
        Row{"[[1, 2", "1:7: the print is cut off: expected \"]\", found the end of the input"},
        Row{"[1, True]", "1:5: expected a number, found \"True\""},
        Row{"['a']", "1:2: expected a number, found \"'a'\""},
        Row{"[1+2j]", "1:2: expected a number, found \"1+2j\""},
        Row{"[1j, 2]", "1:2: expected a number, found \"1j\""},
        Row{"[9.0-1]", "1:2: expected a number, found \"9.0-1\""},
        Row{"[1, 2 3]", "1:7: expected a comma, as between the elements before, or \"]\", found \"3\""},
        Row{"[1 2, 3]", "1:5: expected a blank, as between the elements before, or \"]\", found \",\""},
        Row{"[[1, 2], [3, 4] [5, 6]]", "1:17: expected a comma, as between the elements before, or \"]\", found \"[\""},
        Row{"[1, \xE2\x88\x92"
            "0.5]",
            "1:5: expected a number, found the minus sign U+2212: numbers have the hyphen-minus, \"-\""},
        Row{"[1:2]", "1:3: expected a blank, a comma or \"]\" after the number, found \":\""},
        Row{"[1,,2]", "1:4: expected a number, found \",\""},
        Row{"[,1]", "1:2: expected a number, found \",\""},
        Row{"[1)", "1:3: expected a blank, a comma or \"]\" after the number, found \")\""},
        Row{"[(1, 2]", "1:7: expected a blank, a comma or \")\" after the number, found \"]\""},
        Row{std::string("[1\0]", 4), "1:3: expected a blank, a comma or \"]\" after the number, found the byte 0x00"},
        Row{"[np.float32(1]", "1:14: expected \")\", found \"]\""},
        Row{"[1, 1e400]", "1:5: 1e400 is beyond float64, whose largest is 1.7976931348623157e+308"},
        Row{nested(33, "1"), "1:33: expected a tensor of rank 32 at most, found arrays nested deeper"},
        Row{std::string(100000, '['), "1:33: expected a tensor of rank 32 at most, found arrays nested deeper"}}) {
    CAPTURE(row.text);
    CHECK(brackets(row.text) == row.answer);
  }
}

TEST_CASE("a number of 100000 digits is read like any other") {
  const std::string digits = "0." + std::string(100000, '3');
  CHECK(brackets("[" + digits + ", 1]") == "(2,): " + digits + " 1 with commas | ");
}

TEST_CASE("what the first element tells of brackets") {
  for (const char* text : {"[1", "[-1]", "[[.5", "[]", "[[]]", "[nan", "[-inf]", "[float('inf')", "[np.inf", "[(1, 2)",
                           "[\n 1]", "[np.float32(1.)]", "[", "[1,.5]", "[[1,.5],[.5,.5]]", "[0:1, 2]"}) {
    CAPTURE(text);
    CHECK(holds_numbers(text));
  }
  for (const char* text : {"[x]", "['a']", "[True]", "[torch.", "[info]", "[(0 ,.,.) =", "[(0 ,0 ,.,.) = ", "[3/10]",
                           "[0:5]", "[...]", "[float(x)]", "[{}]"}) {
    CAPTURE(text);
    CHECK_FALSE(holds_numbers(text));
  }
  CHECK(holds_numbers(std::string(34, '[')));  // for read_brackets to refuse
}
