#include <cmath>
#include <memory>
#include <optional>
#include <string>

#include <fmt/format.h>

#include "check/units.h"
#include "core/error.h"
#include "formats/printed/forms.h"
#include "formats/reader.h"
#include "fuzz/reading.h"
#include "fuzz/round_trip.h"
#include "fuzz/target.h"
#include "support/documents.h"

namespace softmax::fuzz {
namespace {

bool is_empty(const check::Interval& interval) { return interval.low > interval.high; }

bool contains(const check::Interval& interval, double value) { return interval.low <= value && value <= interval.high; }

/// What was read of the digits lies where they say, unless they are more than any double has: within half a unit, and
/// that within a unit.
void expect_value_within_digits(const check::ExpectedNumber& number) {
  const check::Interval half = check::half(number);
  const check::Interval whole = check::whole(number);
  if (std::isnan(number.value) || is_empty(half)) return;
  expect(contains(half, number.value), fmt::format("{} is read as {}", number.text, number.value));
  expect(contains(whole, half.low) && contains(whole, half.high),
         fmt::format("half a unit around {} is wider than a unit", number.text));
}

/// The digits of every tensor, as long as the text can be read.
void check_digits(std::string_view bytes) {
  formats::ReadOptions options;
  options.digits = true;
  const auto reader = formats::printed_reader("print", std::string(bytes), options);
  while (const std::optional<formats::Document> document = reader->next()) {
    expect(document->print->numbers.size() == test::values_of(*document).size(), "each number has its digits");
    for (const check::ExpectedNumber& number : check::with_result_units(*document->print)) {
      expect_value_within_digits(number);
    }
  }
}

}  // namespace

void check_text(std::string_view bytes) {
  formats::format_of_content(bytes);
  try {
    check_digits(bytes);
  } catch (const Error&) {
  }
  formats::ReadOptions options;
  options.format = formats::Format::text;
  const Reading reading = read_file(bytes, options);
  expect(reading == read_pipe(bytes, options), "a print from a file and from a pipe differ");
  for (const Tensor& tensor : reading.tensors) {
    expect_honest_print(tensor, formats::Format::torch);
    expect_honest_print(tensor, formats::Format::numpy);
  }
}

}  // namespace softmax::fuzz
