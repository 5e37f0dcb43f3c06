#include <charconv>
#include <cmath>
#include <fstream>
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "formats/printed/forms.h"
#include "support/refusal.h"
#include "support/scanned.h"
#include "text/decimal.h"

using namespace softmax;
using namespace softmax::formats;
using softmax::test::refusal;

namespace {

double number_of(std::string_view text) {
  if (text == "NaN") return std::nan("");
  double value = 0;
  std::from_chars(text.data(), text.data() + text.size(), value);
  return value;
}

/// Whether a printed number is the value to the digits that it shows.
bool shows(std::string_view printed, double value) {
  const double number = number_of(printed);
  if (!std::isfinite(value)) return std::isnan(value) ? std::isnan(number) : number == value;
  const double half = 0.5 * std::pow(10, spelling(printed).last());
  return std::abs(number - value) <= half + 1e-15 * std::abs(value);
}

}  // namespace

TEST_CASE("what R 4.2.2 prints is read to the digits shown: data/printed/r") {
  std::ifstream file(SOFTMAX_SOURCE_DIR "/data/printed/r/prints.json");
  REQUIRE(file.good());
  const nlohmann::json cases = nlohmann::json::parse(file);
  REQUIRE(cases.size() >= 90);
  for (const nlohmann::json& entry : cases) {
    const auto printed = entry.at("printed").get<std::string>();
    CAPTURE(printed);
    const Text text("input", printed);
    const PrintText print(text);
    const std::vector<PrintedTensor> tensors = scan_prints(print);
    REQUIRE(tensors.size() == 1);
    CHECK(tensors[0].shape == entry.at("shape").get<Shape>());
    CHECK(tensors[0].printer->name == "R");
    const nlohmann::json& values = entry.at("values");
    REQUIRE(tensors[0].numbers.size() == values.size());
    for (std::size_t i = 0; i < values.size(); ++i) {
      const auto& value = values[i].get_ref<const std::string&>();
      CAPTURE(value);
      CHECK(shows(tensors[0].numbers[i].text, number_of(value)));
    }
  }
}

TEST_CASE("R 4.2.2: vectors after the index of their first number") {
  for (const test::TextCase& row :
       {test::TextCase{"[1] 0.09003057 0.24472847 0.66524096\n", "(3,) by R: 0.09003057 0.24472847 0.66524096\n"},
        test::TextCase{"[1] 1e+05", "(1,) by R: 1e+05\n"},
        test::TextCase{" [1] 0.05 0.10\n [3] 0.15 0.20\n [5] 0.25\n", "(5,) by R: 0.05 0.10 0.15 0.20 0.25\n"},
        test::TextCase{"[1]   0  NaN  Inf -Inf\n", "(4,) by R: 0 NaN Inf -Inf\n"},
        test::TextCase{"[1] 1 2\n[1] 3\n", "(2,) by R: 1 2\n(1,) by R: 3\n"},
        test::TextCase{"## [1] 0.25 0.75\n", "(2,) by R: 0.25 0.75\n"},
        test::TextCase{"#> [1] 0.25 0.75\n", "(2,) by R: 0.25 0.75\n"},
        test::TextCase{"> x\r\n[1] 0.25 0.75\r\n> ", "(2,) by R: 0.25 0.75\n"},
        test::TextCase{"[1] 0.25 0.75  # the two\n", "(2,) by R: 0.25 0.75\n"},
        test::TextCase{"> x <- c(1, 2)\n> x / 2\n[1] 0.5 1.0\n", "(2,): 1 2\n(2,) by R: 0.5 1.0\n"},
        test::TextCase{"numeric(0)\n", "(0,) by R:\n"},
        test::TextCase{"$a\n[1] 0.25 0.75\n\n[[2]]\n[1] 3\n\n[[3]]\n[[3]][[1]]\n[1] 4\n",
                       "(2,) by R: 0.25 0.75\n(1,) by R: 3\n(1,) by R: 4\n"}}) {
    CAPTURE(row.text);
    CHECK(test::scanned_lines(row.text) == row.answer);
  }
}

TEST_CASE("R 4.2.2: names above the numbers of a vector") {
  CHECK(test::scanned_lines("  a   b   c \n0.1 0.2 0.7 \n") == "(3,) by R: 0.1 0.2 0.7\n");
  CHECK(test::scanned_lines("  a \n0.5 \n") == "(1,) by R: 0.5\n");
  CHECK(test::scanned_lines("##  n1  n2 \n## 0.5 0.1 \n##  n3 \n## 0.4 \n") == "(3,) by R: 0.5 0.1 0.4\n");
  CHECK(test::scanned_lines("   Min. 1st Qu.  Median \n0.09003 0.16738 0.24473 \n") ==
        "(3,) by R: 0.09003 0.16738 0.24473\n");
  CHECK(test::scanned_lines("      50%      100% \n0.2447285       Inf \n") == "(2,) by R: 0.2447285 Inf\n");
  CHECK(test::scanned_lines("loss acc\n0.5 0.9\n") == "none");
  CHECK(test::scanned_lines("total\n  0.5\n") == "none");
  CHECK(test::scanned_lines("  a   b \n0.1 0.2 \n0.3 0.4 \n") == "none");
}

TEST_CASE("R 4.2.2: matrices in blocks of columns, with indices and with names") {
  for (const test::TextCase& row :
       {test::TextCase{"        [,1] [,2]\n[1,]    0.50    3\n[2,] 1000.25    4\n", "(2, 2) by R: 0.50 3 1000.25 4\n"},
        test::TextCase{"[,1] [,2]\n[1,] 1 2\n", "(1, 2) by R: 1 2\n"},
        test::TextCase{"[1,] 1 2\n[2,] 3 4\n", "(2, 2) by R: 1 2 3 4\n"},
        test::TextCase{"     [,1] [,2]\n[1,]  1.5 -2.0\n[2,]  2.5  NaN\n     [,3]\n[1,]  Inf\n[2,]  0.0\n",
                       "(2, 3) by R: 1.5 -2.0 Inf 2.5 NaN 0.0\n"},
        test::TextCase{"     [,1] [,2]\n[1,]    1    2\n     [,1]\n[1,]    3\n", "(1, 2) by R: 1 2\n(1, 1) by R: 3\n"},
        test::TextCase{"     x y\n[1,] 0.25 1\n", "(1, 2) by R: 0.25 1\n"},
        test::TextCase{"     x y\na 0.25 1\nb 0.75 2\n", "(2, 2) by R: 0.25 1 0.75 2\n"},
        test::TextCase{"  [,1] [,2]\na  1.5    2\nb  2.5    3\n", "(2, 2) by R: 1.5 2 2.5 3\n"},
        test::TextCase{"   c\nr   x y\n  a 1 2\n  b 3 4\n", "(2, 2) by R: 1 2 3 4\n"},
        test::TextCase{"          a            b\n1 0.1000000 1.000000e-07\n2 0.3333333 1.234567e+05\n",
                       "(2, 2) by R: 0.1000000 1.000000e-07 0.3333333 1.234567e+05\n"},
        test::TextCase{"## \n##      [,1]\n## [1,]  0.5\n", "(1, 1) by R: 0.5\n"},
        test::TextCase{"     [,1] [,2] [,3]\n", "(0, 3) by R:\n"},
        test::TextCase{"    \n[1,]\n[2,]\n", "(2, 0) by R:\n"}}) {
    CAPTURE(row.text);
    CHECK(test::scanned_lines(row.text) == row.answer);
  }
}

TEST_CASE("R 4.2.2: the first index of a page runs fastest, and the last dims are those of the pages") {
  CHECK(test::scanned_lines(", , 1\n\n     [,1] [,2]\n[1,]    1    2\n\n, , 2\n\n     [,1] [,2]\n[1,]    3    4\n\n") ==
        "(1, 2, 2) by R: 1 3 2 4\n");
  CHECK(test::scanned_lines(", , 1, 1\n\n     [,1]\n[1,]   11\n\n, , 2, 1\n\n     [,1]\n[1,]   21\n\n"
                            ", , 1, 2\n\n     [,1]\n[1,]   12\n\n, , 2, 2\n\n     [,1]\n[1,]   22\n\n"
                            ", , 1, 3\n\n     [,1]\n[1,]   13\n\n, , 2, 3\n\n     [,1]\n[1,]   23\n\n") ==
        "(1, 1, 2, 3) by R: 11 12 13 21 22 23\n");
  CHECK(test::scanned_lines(", , k = p\n\n   c\nr   x y\n  a 1 2\n\n, , k = q\n\n   c\nr   x y\n  a 3 4\n\n") ==
        "(1, 2, 2) by R: 1 3 2 4\n");
  CHECK(test::scanned_lines("<2 x 2 x 0 array of double>\n     [,1] [,2]\n[1,]\n[2,]\n\n> ") == "(2, 2, 0) by R:\n");
}

TEST_CASE("R: each column of each page has decimals of its own") {
  const auto columns = [](const std::string& bytes) {
    const Text text("input", bytes);
    const PrintText print(text);
    const PrintedTensor tensor = scan_prints(print).at(0);
    return std::to_string(tensor.columns) + (tensor.shows_rank ? "" : " no rank");
  };
  CHECK(columns("[1] 0.1 0.9\n") == "1 no rank");
  CHECK(columns("  a   b \n0.1 0.9 \n") == "1 no rank");
  CHECK(columns("     [,1] [,2] [,3]\n[1,]  0.1  0.2  0.7\n") == "3");
  CHECK(columns(", , 1\n\n     [,1] [,2]\n[1,]    1    2\n\n, , 2\n\n     [,1] [,2]\n[1,]    3    4\n") == "4");
}

TEST_CASE("R: texts, truth values and references hold no tensor, and their indices are no numbers") {
  for (const char* text : {"[1] TRUE FALSE\n", "[1] \"a\" \"b\"\n", "[1] a b\nLevels: a b\n", "[1] <NA>\n",
                           "     [,1] [,2]\n[1,] \"a\"  \"b\" \n[2,] \"c\"  \"d\" \n", "     [,1]\n[1,] TRUE\n",
                           "[1] Vaswani et al., Attention is all you need\n[2] 2015, another one\n",
                           "     x    y\n1  TRUE  foo\n", "factor(0)\nLevels: \n"}) {
    CAPTURE(text);
    CHECK(test::scanned_lines(text) == "none");
  }
  CHECK(test::scanned_lines("[1]\n") == "(1,) by NumPy: 1\n");
  CHECK(test::scanned_lines("[1] + [2]\n") == "(2,): 1 2\n");
}

TEST_CASE("R: what is refused, with its place and what to do") {
  const std::string left_out = "the print leaves numbers out here; print all of them: options(max.print = 1e9)";
  for (const auto& [text, answer] :
       {std::pair<const char*, std::string>{"[1] 1.5   NA\n",
                                            "1:11: expected a number, found NA; x[is.na(x)] <- NaN makes NaN of it"},
        {"     [,1] [,2]\n[1,]    1   NA\n", "2:13: expected a number, found NA; x[is.na(x)] <- NaN makes NaN of it"},
        {"[1] 1+2i\n", "1:5: expected a number, found \"1+2i\""},
        {"[1] 0.5 0.x\n", "1:9: expected a number, found \"0.x\""},
        {"[1] 1 2\n[4] 3\n", "2:1: expected the index [3] after 2 numbers, found \"[\""},
        {"[4] 3 4\n", "1:1: expected [1], the index of the first number of a vector, found \"[\""},
        {"[1] 1 2\n [ reached getOption(\"max.print\") -- omitted 5 entries ]\n", "2:2: " + left_out},
        {"     [,1]\n[1,]    1\n [ reached getOption(\"max.print\") -- omitted 3 rows ]\n", "3:2: " + left_out},
        {"  a\n1 2\n [ reached 'max' / getOption(\"max.print\") -- omitted 8 rows ]\n", "3:2: " + left_out},
        {", , 1\n\n     [,1]\n[1,]    1\n\n [ reached getOption(\"max.print\") -- omitted 1 matrix slice(s) ]\n",
         "6:2: " + left_out},
        {"     [,1] [,2]\n[1,]    1    2\n[3,]    3    4\n", "3:1: expected the row [2,], found \"[\""},
        {"     [,1] [,2]\n[1,]    1    2\n[2,]    3\n", "3:1: expected 2 numbers in the row, found 1"},
        {"     [,1] [,3]\n[1,]    1    2\n", "1:11: expected the column [,2] after [,1], found \"[\""},
        {"     [,2] [,3]\n[1,]    1    2\n", "1:6: expected the column [,1], found \"[\""},
        {"     [,1]\n[1,]    1\n     [,3]\n[1,]    1\n", "3:6: expected the column [,2], found \"[\""},
        {"     [,1]\n[1,]    1\n     [,2]\n[1,]    1\n[2,]    1\n", "3:6: expected the rows of the columns before"},
        {", , 2\n\n     [,1]\n[1,]    1\n", "1:5: expected the page 1, found \"2\""},
        {", , 1\n\n     [,1]\n[1,]    1\n\n, , 3\n\n     [,1]\n[1,]    1\n", "6:5: expected the page 2, found \"3\""},
        {", , 1\n\n     [,1]\n[1,]    1\n\n, , 2\n\n     [,1]\n[1,]    1\n[2,]    1\n",
         "8:6: expected a matrix of the shape of the page before"},
        {", , 1, 1\n\n     [,1]\n[1,]    1\n\n, , 2, 1\n\n     [,1]\n[1,]    1\n\n, , 1, 2\n\n     [,1]\n[1,]    1\n",
         "1:1: the pages are not those of an array of shape (1, 1, 2, 2)"},
        {"# A tibble: 2 \xC3\x97 1\n      a\n  <dbl>\n1 0.1  \n2 0.333\n",
         "1:3: a tibble shows three figures of each number; as.data.frame(x) shows seven"},
        {"<0 x 0 matrix>\n", "1:1: expected numbers, found a matrix of R without rows and columns"}}) {
    CAPTURE(text);
    CHECK(test::scanned_lines(text) == answer);
  }
}

TEST_CASE("R: prints look printed where no ending says so; JSON documents do not") {
  for (const char* text : {"[1] 0.1 0.9\n", "[1] 1 2 3\n", "[1] 0.5", "[1] NaN", "     [,1]\n[1,]    1\n",
                           "     x y\n[1,] 1 2\n", "## [1] 0.5", ", , a\n\n  x\nr 1\n",
                           "          a  b\n1 0.3333333 -1\n", "  a   b \n0.1 0.9 \n", "[1,] 1 2\n"}) {
    CAPTURE(text);
    CHECK(looks_printed(text));
  }
  for (const char* text : {"[1]", "[1] 2", "[1]\n[2]", "[1][2]", "[1] [2]", "[1]\n0.5", "[1]0.5", "[1] null", "[1,2] 3",
                           "a b\n0.1 0.9\n", "  a   b\n0.1 0.9\n", "[1,]"}) {
    CAPTURE(text);
    CHECK_FALSE(looks_printed(text));
  }
}

TEST_CASE("an index of R after a name is no tensor") {
  CHECK(test::scanned_lines("x: [1] 0.1 0.2\n") == "none");
  CHECK(test::scanned_lines("x: [1] 0.1 0.2\ntensor([0.5])\n") == "(1,) tensor by PyTorch: 0.5\n");
}
