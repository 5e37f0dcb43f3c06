#include "check/subject.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

#include <fmt/ranges.h>

#include "core/formatted.h"
#include "text/utf8.h"

namespace softmax::check {
namespace {
/// A number of a binary file, which has no text.
PrintedNumber exact_number(double value) { return {{}, value, 0, {value, value}, {value, value}}; }

Dtype printing_dtype(const Print& print, std::optional<Dtype> requested) {
  if (print.dtype) return *print.dtype;
  return requested.value_or(print.says_tensor ? Dtype::float32 : Dtype::float64);
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
