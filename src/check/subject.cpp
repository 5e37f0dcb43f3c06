#include "check/subject.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <string_view>
#include <utility>

#include <fmt/ranges.h>

#include "core/formatted.h"
#include "text/decimal.h"
#include "text/utf8.h"

namespace softmax::check {
namespace {
/// A number of a binary file, which has no text.
ExpectedNumber exact_number(double value) {
  ExpectedNumber number;
  number.value = value;
  return number;
}

/// Whether the numbers show that they are values of a half type: all are, some with more digits than the type needs.
/// Multiples of 1/256 are no evidence: they may be quantised.
bool are_exactly(Dtype dtype, const std::vector<PrintedNumber>& numbers) {
  constexpr int enough_figures = 7;
  constexpr double quantum = 256;
  bool is_shown = false;
  bool is_quantised = true;
  for (const PrintedNumber& number : numbers) {
    if (!std::isfinite(number.value)) continue;
    if (round_to(dtype, number.value) != number.value) return false;
    is_shown = is_shown || spelling(number.text).figures >= enough_figures;
    is_quantised = is_quantised && std::trunc(number.value * quantum) == number.value * quantum;
  }
  return is_shown && !is_quantised;
}

std::vector<Dtype> printing_dtypes(const Print& print, std::optional<Dtype> requested) {
  if (print.dtype) return {*print.dtype};
  if (requested) return {*requested};
  if (print.printer->dtype) return {*print.printer->dtype};
  if (print.says_tensor) return {Dtype::float32};
  std::vector<Dtype> tried = {Dtype::float64, Dtype::float32};
  for (const Dtype dtype : {Dtype::float16, Dtype::bfloat16}) {
    if (are_exactly(dtype, print.numbers)) tried.push_back(dtype);
  }
  return tried;
}

/// $'\033[m': bytes that a terminal would obey or not show, by their numbers. bash, zsh, ksh and POSIX of 2024 read it.
std::string escaped(const std::string& word) {
  std::string quoted = "$'";
  for (const char c : word) {
    if (c == '\'' || c == '\\') quoted += '\\';
    const auto byte = static_cast<unsigned char>(c);
    const bool is_plain = !is_control(c) && byte < 0x80;
    quoted += is_plain ? std::string(1, c) : formatted("\\{:03o}", byte);
  }
  return quoted + "'";
}
}  // namespace

Shape Expected::fitted_to(const Shape& computed) const {
  const auto is_vector = [&](const Shape& of) {
    return of.size() <= 2 && std::count(of.begin(), of.end(), 1) + 1 >= static_cast<std::ptrdiff_t>(of.size());
  };
  const bool fits = is_vector(shape) && is_vector(computed) && element_count(shape) == element_count(computed);
  return !shows_rank && fits ? computed : shape;
}

ExpectedNumber unknown_number() { return exact_number(std::numeric_limits<double>::quiet_NaN()); }

Expected expected_of(formats::Document& document, std::optional<Dtype> requested) {
  Expected expected;
  expected.shape = document.shape;
  if (document.print) {
    expected.dtypes = printing_dtypes(*document.print, requested);
    expected.decimals = shown_decimals(document.print->numbers);
    expected.shows_rank = document.print->shows_rank;
    expected.is_print = document.print->printer != &by_hand;
    expected.numbers = with_result_units(*std::exchange(document.print, std::nullopt));
    return expected;
  }
  expected.dtypes = {document.dtype};
  for (const double value : take_values(document)) expected.numbers.push_back(exact_number(value));
  return expected;
}

std::vector<double> take_values(formats::Document& document) {
  Buffer buffer;
  return document.values->read(0, element_count(document.shape), buffer).visit([](const auto& values) {
    return std::vector<double>(values.begin(), values.end());
  });
}

Values values_as(Dtype dtype, const std::vector<double>& values) {
  if (dtype == Dtype::float64) return values;
  return std::vector<float>(values.begin(), values.end());
}

std::string shell_word(const std::string& word) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=:,./@%";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
  if (printable(word) != word) return escaped(word);
  std::string quoted = "'";
  for (const char c : word) quoted += c == '\'' ? std::string("'\\''") : std::string(1, c);
  return quoted + "'";
}

Dims dims_listed(const std::vector<std::size_t>& dims) {
  return {.all = false, .list = std::vector<long>(dims.begin(), dims.end())};
}

std::string dims_option(const Dims& dims) { return dims.all ? "all" : formatted("{}", fmt::join(dims.list, ",")); }

std::string Command::text(const Request& other, std::optional<Dtype> other_dtype) const {
  std::string text = "softmax";
  const auto add = [&text](const std::string& word) { text += ' ' + word; };
  if (other.operation == Operation::log_softmax) add("--log");
  add("--dim " + dims_option(other.dims));
  if (other.mode == Mode::naive) add("--mode naive");
  if (!other.scale.is_one()) {
    add(formatted("{} {}", other.scale.is_temperature ? "--temperature" : "--theta", other.scale.value));
  }
  if (other_dtype) add(formatted("--dtype {}", name(*other_dtype)));
  for (const std::string& word : reading) add(shell_word(word));
  if (input.size() > 1 && input.starts_with('-')) add("--");
  if (!input.empty()) add(shell_word(input));
  return text;
}
}  // namespace softmax::check
