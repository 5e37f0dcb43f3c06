#include <fstream>
#include <string>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "formats/printed/forms.h"

using namespace softmax;
using namespace softmax::formats;

// data/code/make.py writes random expressions and what NumPy works out.
TEST_CASE("random expressions have the values that NumPy gives them, to the bit") {
  std::ifstream file(SOFTMAX_SOURCE_DIR "/data/code/expressions.json");
  const nlohmann::json cases = nlohmann::json::parse(file);
  REQUIRE(cases.size() == 600);
  for (const nlohmann::json& row : cases) {
    const std::string code = row["code"];
    CAPTURE(code);
    const Text text("code", code);
    const PrintText print(text);
    const std::vector<PrintedTensor> found = scan_prints(print);
    REQUIRE(found.size() == 1);
    CHECK(found[0].shape == row["shape"].get<Shape>());
    std::vector<double> values;
    for (const NumberToken& number : found[0].numbers) values.push_back(std::stod(std::string(number.text)));
    CHECK(values == row["values"].get<std::vector<double>>());
  }
}
