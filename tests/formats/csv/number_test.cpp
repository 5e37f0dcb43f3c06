#include <string_view>

#include <doctest/doctest.h>

#include "formats/csv/cells.h"

using namespace softmax;
using namespace softmax::formats;

TEST_CASE("numbers of CSV files") {
  const struct {
    std::string_view text;
    std::size_t length;  // of the number; 0 for none
    double value;
  } table[] = {
      {"1.5,2", 3, 1.5}, {"+1.5", 4, 1.5}, {"-1.5", 4, -1.5}, {"+.5", 3, 0.5}, {"1.5x", 3, 1.5}, {"+1e2", 4, 100},
      {"", 0, 0},        {"+", 0, 0},      {"+-1", 0, 0},     {"++1", 0, 0},   {"+ 1", 0, 0},    {"x", 0, 0},
  };
  for (const auto& row : table) {
    CAPTURE(row.text);
    double value = 0;
    const char* last = row.text.data() + row.text.size();
    const NumberEnd number = read_cell_number(row.text.data(), last, Dtype::float64, value);
    CHECK((number.status == NumberStatus::valid) == (row.length > 0));
    if (row.length == 0) continue;
    CHECK(number.end == row.text.data() + row.length);
    CHECK(value == row.value);
  }
}

TEST_CASE("a cell is a number when nothing else is in it") {
  const auto is_number_text = [](std::string_view text) {
    return is_number(Cell{text.data(), text.data() + text.size()});
  };
  for (const char* text : {"1", "+1", "\"1\"", "\" 1 \"", "nan", "-Infinity", "1e999"}) {
    CAPTURE(text);
    CHECK(is_number_text(text));
  }
  for (const char* text : {"", "\"\"", "x", "1x", "1 2", "nano", "1,5"}) {
    CAPTURE(text);
    CHECK_FALSE(is_number_text(text));
  }
}

TEST_CASE("the hint tells how many label columns there are now") {
  CHECK(label_hint(2) == "--label-columns N passes the first N columns through (N is 2 now)");
}
