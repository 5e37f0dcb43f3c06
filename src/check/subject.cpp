#include "check/subject.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <utility>
#include <variant>

namespace softmax::check {
namespace {
/// A number of a binary file, which has no text.
PrintedNumber exact_number(double value) { return {{}, value, 0, {value, value}, {value, value}}; }

Dtype printing_dtype(const Print& print, std::optional<Dtype> requested) {
  if (print.dtype) return *print.dtype;
  return requested.value_or(print.says_tensor ? Dtype::float32 : Dtype::float64);
}
}  // namespace

void Expected::take_rank(const Shape& computed) {
  const auto is_vector = [&](const Shape& of) {
    return of.size() <= 2 && std::count(of.begin(), of.end(), 1) + 1 >= static_cast<std::ptrdiff_t>(of.size());
  };
  const bool fits = is_vector(shape) && is_vector(computed) && element_count(shape) == element_count(computed);
  if (!shows_rank && fits) shape = computed;
}

std::vector<double> half_units(const std::optional<Print>& print) {
  if (!print || !print->is_rounded) return {};
  const bool has_decimals = std::any_of(print->numbers.begin(), print->numbers.end(), [](const PrintedNumber& number) {
    return number.unit > 0 && number.text.find('.') != std::string::npos && !number.text.ends_with('.');
  });
  if (!has_decimals) return {};
  std::vector<double> halves;
  halves.reserve(print->numbers.size());
  for (const PrintedNumber& number : print->numbers) halves.push_back(number.unit / 2);
  return halves;
}

PrintedNumber unknown_number() { return exact_number(std::numeric_limits<double>::quiet_NaN()); }

Expected expected_of(formats::Document& document, std::optional<Dtype> requested) {
  Expected expected;
  expected.shape = document.shape;
  if (document.print) {
    expected.numbers = std::move(document.print->numbers);
    expected.shows_rank = document.print->shows_rank;
    expected.dtype = printing_dtype(*document.print, requested);
    return expected;
  }
  expected.dtype = document.dtype;
  for (const double value : take_values(document)) expected.numbers.push_back(exact_number(value));
  return expected;
}

std::vector<double> take_values(formats::Document& document) {
  Buffer buffer;
  return document.values->read(0, element_count(document.shape), buffer).visit([](const auto& values) {
    return std::vector<double>(values.begin(), values.end());
  });
}
}  // namespace softmax::check
