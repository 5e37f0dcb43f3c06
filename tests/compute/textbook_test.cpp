// The inputs of the textbook lessons against data/exact/textbook.json, which data/exact/textbook.py makes by exact
// arithmetic.

#include <cstdlib>
#include <fstream>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "support/checked_run.h"
#include "support/exact.h"

using namespace softmax;

namespace {

nlohmann::json lessons() {
  std::ifstream file(SOFTMAX_SOURCE_DIR "/data/exact/textbook.json");
  REQUIRE(file.good());
  return nlohmann::json::parse(file);
}

Request request_of(const nlohmann::json& lesson) {
  Request request;
  request.dims.list = lesson["dims"].get<std::vector<long>>();
  request.scale = {.is_temperature = false, .value = std::stod(lesson["theta"].get<std::string>())};
  return request;
}

std::vector<double> input_of(const nlohmann::json& lesson, Dtype dtype) {
  std::vector<double> x;
  for (const auto& number : lesson["input"]) x.push_back(round_to(dtype, std::stod(number.get<std::string>())));
  return x;
}

}  // namespace

TEST_CASE("every lesson's input, in float64, against exact arithmetic on its printed digits") {
  const auto all = lessons()["cases"];
  REQUIRE(all.size() >= 20);
  for (const auto& lesson : all) {
    CAPTURE(lesson["source"].get<std::string>());
    const Shape shape = lesson["shape"].get<Shape>();
    for (const Operation operation : {Operation::softmax, Operation::log_softmax}) {
      Request request = request_of(lesson);
      request.operation = operation;
      const test::Run run = test::checked_run(shape, Dtype::float64, input_of(lesson, Dtype::float64), request);
      const auto& expected = lesson[operation == Operation::softmax ? "softmax" : "log_softmax"];
      REQUIRE(expected.size() == run.y.size());
      for (std::size_t i = 0; i < run.y.size(); ++i) {
        const std::string digits = expected[i].get<std::string>();
        // The inputs themselves are rounded to float64: their half ulp moves z, and so the result, by that much.
        const double slack = 1 + std::abs(strtod(lesson["input"][i].get<std::string>().c_str(), nullptr)) * 2;
        CHECK(test::distance_in_ulp(run.y[i], strtoflt128(digits.c_str(), nullptr), Dtype::float64) <= slack);
      }
    }
  }
}

TEST_CASE("the seven elements that the first lesson derives by hand") {
  const auto document = lessons();
  const auto& derived = document["derived"];
  REQUIRE(derived.size() == 7);
  for (const auto& element : derived) {
    for (const auto& lesson : document["cases"]) {
      if (lesson["source"] != "000_190bc1b349a1722e.txt" || lesson["dims"] != element["dims"]) continue;
      const test::Run run =
          test::checked_run({2, 2, 2}, Dtype::float64, input_of(lesson, Dtype::float64), request_of(lesson));
      const double printed = std::stod(element["value"].get<std::string>());
      CHECK(run.y[element["index"].get<std::size_t>()] == doctest::Approx(printed).epsilon(2e-15));
    }
  }
}
