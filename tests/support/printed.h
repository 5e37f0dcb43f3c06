#pragma once

#include <charconv>
#include <fstream>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "support/written.h"

namespace softmax::test {

/// A tensor and how a library prints it; data/printed/make.py makes them with the libraries themselves.
struct Printed {
  Framed tensor;
  std::optional<int> precision;
  std::string text;
};

inline Printed printed_of(const nlohmann::json& entry) {
  std::vector<double> values;
  for (const auto& element : entry.at("values")) {
    const auto& decimal = element.get_ref<const std::string&>();
    std::from_chars(decimal.data(), decimal.data() + decimal.size(), values.emplace_back());
  }
  Printed printed;
  const Dtype dtype = dtype_named(entry.at("dtype").get<std::string>()).value();
  auto shape = entry.at("shape").get<Shape>();
  if (dtype == Dtype::float64) {
    printed.tensor = float64(std::move(shape), std::move(values));
  } else {
    printed.tensor = narrow(dtype, std::move(shape), std::vector<float>(values.begin(), values.end()));
  }
  if (!entry.at("precision").is_null()) printed.precision = entry.at("precision").get<int>();
  printed.text = entry.at("printed").get<std::string>() + '\n';
  return printed;
}

/// The entries of data/printed/<name>.
inline std::vector<Printed> all_printed(const std::string& name) {
  std::ifstream file(SOFTMAX_SOURCE_DIR "/data/printed/" + name);
  REQUIRE(file.good());
  std::vector<Printed> all;
  for (const auto& entry : nlohmann::json::parse(file)) all.push_back(printed_of(entry));
  return all;
}

/// Both texts from the first line on that differs, with line ends and blanks at the end of a line made visible; "" when
/// they are equal.
inline std::string difference(const std::string& found, const std::string& expected) {
  if (found == expected) return "";
  const auto differs = std::mismatch(found.begin(), found.end(), expected.begin(), expected.end()).first;
  const auto same = static_cast<std::size_t>(differs - found.begin());
  const std::size_t line_end = same == 0 ? std::string::npos : found.rfind('\n', same - 1);
  const std::size_t line = line_end == std::string::npos ? 0 : line_end + 1;
  const auto lines = [line](const std::string& text) {
    std::string visible;
    for (const char c : text.substr(line)) visible += c == '\n' ? std::string("$\n") : std::string(1, c);
    return visible;
  };
  return fmt::format("differs in column {}\nexpected:\n{}\nfound:\n{}", same - line + 1, lines(expected), lines(found));
}

/// Checks every entry of data/printed/<name> with the writer of the format, whole and in blocks.
inline void check_printed(const std::string& name, formats::Format format) {
  const std::vector<Printed> all = all_printed(name);
  REQUIRE(all.size() >= 300);
  std::string texts;
  std::vector<Framed> tensors;
  for (const Printed& printed : all) {
    const formats::WriteOptions options{.format = format, .precision = printed.precision};
    const std::string differs = difference(written(options, printed.tensor), printed.text);
    CHECK_MESSAGE(differs.empty(), fmt::format("{} {}: {}", softmax::name(printed.tensor.tensor.dtype),
                                               shape_text(printed.tensor.tensor.shape), differs));
    if (printed.precision) continue;
    texts += printed.text;
    tensors.push_back(printed.tensor);
  }
  const std::size_t some = 7;
  CHECK(difference(written_in_blocks({.format = format}, tensors, 1, some), texts).empty());
}

}  // namespace softmax::test
