// Right softmax prints of 37 forms of 25 systems, read as --expect reads its file.

#include <algorithm>
#include <cmath>
#include <fstream>
#include <map>
#include <random>
#include <string>
#include <string_view>
#include <tuple>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "check/compare.h"
#include "check/mistakes/mistakes.h"
#include "formats/reader.h"
#include "io/input.h"
#include "support/judged.h"
#include "support/temporary_file.h"

namespace softmax::test {
namespace {
/// The verdict on a print in a file without an ending.
Verdict verdict_on_file(const std::string& input, const std::string& print) {
  const TemporaryFile file(print);
  formats::ReadOptions options;
  options.digits = true;
  options.is_expected = true;
  const auto reader = formats::open_reader(Input::open(file.path()), options);
  formats::Document document = reader->next().value();
  CHECK_FALSE(reader->next().has_value());
  check::Expected expected = check::expected_of(document, std::nullopt);
  const Request request = softmax_along(1);
  const check::Subject subject = subject_of(input, request, expected);
  expected.take_rank(subject.shape);
  Verdict verdict = check::compare(check::computed_result(subject), expected, std::nullopt);
  if (!verdict.agrees()) check::find_mistakes(subject, expected, {request, {}, {}, "x"}, std::nullopt, verdict);
  return verdict;
}

/// What a form that rounds, or prints a half type in few digits, is told instead.
std::string told(const std::string& form) {
  static const std::map<std::string, std::string> exceptions = {
      {"torch-round-3", "rounded="}, {"numpy-round-3", "rounded="}, {"numpy-f16-str", "dtype=float16"}};
  const auto found = exceptions.find(form);
  return found == exceptions.end() ? "" : found->second;
}
/// Softmax by plain loops.
std::vector<double> softmax_of(const std::vector<double>& x, double temperature) {
  std::vector<double> p;
  double sum = 0;
  for (const double value : x) sum += std::exp(value / temperature);
  for (const double value : x) p.push_back(std::exp(value / temperature) / sum);
  return p;
}

/// A vector between brackets with so many decimals, as NumPy and PyTorch separate their numbers.
std::string vector_text(const std::vector<double>& values, int decimals, std::string_view separator) {
  std::string text;
  for (const double value : values)
    text += (text.empty() ? "" : std::string(separator)) + fmt::format("{:.{}f}", value, decimals);
  return "[" + text + "]";
}
}  // namespace

TEST_CASE("wrong prints of short NumPy inputs disagree, their right twins agree") {
  std::mt19937 random(14);
  std::uniform_real_distribution<double> between(-3, 3);
  for (int run = 0; run < 60; ++run) {
    const int decimals = 1 + run % 2;
    std::vector<double> x;
    for (int i = 0; i < 3 + run % 3; ++i)
      x.push_back(std::round(between(random) * std::pow(10, decimals)) / std::pow(10, decimals));
    const std::string input = vector_text(x, decimals, " ");
    const std::vector<double> right = softmax_of(x, 1);
    std::vector<double> added = right;
    added[static_cast<std::size_t>(run) % x.size()] += 0.002;
    CAPTURE(input);
    const auto agrees = [&](const std::string& print) { return judged(input, print, softmax_along(0)).agrees(); };
    for (const auto& [before, places, separator, after] :
         {std::tuple{"", 8, " ", ""}, {"tensor(", 4, ", ", ")"}, {"", 4, ", ", ""}, {"", 16, ", ", ""}}) {
      const auto print = [&, before = before, places = places, separator = separator,
                          after = after](const std::vector<double>& p) {
        return before + vector_text(p, places, separator) + after;
      };
      CHECK(agrees(print(right)));
      CHECK_FALSE(agrees(print(added)));
      const std::string warm = print(softmax_of(x, 1.02));
      if (warm != print(right)) CHECK_FALSE(agrees(warm));
    }
  }
}

TEST_CASE("right prints of 37 forms agree, or are told how they were rounded") {
  std::ifstream stream(SOFTMAX_SOURCE_DIR "/data/printed/softmax.json");
  const nlohmann::json data = nlohmann::json::parse(stream);
  REQUIRE(data["prints"].size() == 185);
  for (const nlohmann::json& print : data["prints"]) {
    const std::string form = print["form"];
    const std::string by = print["by"];
    const std::string text = print["print"];
    CAPTURE(by);
    CAPTURE(text);
    const Verdict verdict = verdict_on_file(data["inputs"][std::to_string(print["input"].get<int>())].dump(), text);
    const std::vector<std::string> ids = ids_of(verdict);
    const bool is_told = !told(form).empty() && std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
      return id.starts_with(told(form));
    });
    CHECK((verdict.agrees() || is_told));
  }
}
}  // namespace softmax::test
