#include <cmath>
#include <optional>
#include <string>
#include <vector>

#include <doctest/doctest.h>
#include <nlohmann/json.hpp>

#include "derive/forms.h"
#include "support/derived.h"

using namespace softmax;
using namespace softmax::derive;
using Json = nlohmann::json;

namespace {

std::vector<std::string> keys(const Json& object) {
  std::vector<std::string> all;
  for (const auto& member : object.items()) all.push_back(member.key());
  return all;
}

}  // namespace

TEST_CASE("a derivation as JSON") {
  Request request;
  request.dims.list = {0};
  const std::string text = json(test::derived(test::tensor222(), request, {1, 0, 0}), std::nullopt);
  CHECK(text.ends_with("}\n"));
  const Json read = Json::parse(text);
  // nlohmann sorts the keys.
  CHECK(keys(read) == std::vector<std::string>{"dim", "dtype", "index", "left_out", "members", "mode", "naive", "op",
                                               "remarks", "result", "scale", "shape", "slice", "slice_length",
                                               "stable"});
  CHECK(read["index"] == Json::parse("[1,0,0]"));
  CHECK(read["shape"] == Json::parse("[2,2,2]"));
  CHECK(read["dim"] == Json::parse("[0]"));
  CHECK(read["op"] == "softmax");
  CHECK(read["mode"] == "stable");
  CHECK(read["dtype"] == "float64");
  CHECK(read["scale"] == 1);
  CHECK(read["result"] == 0.2791262156928045);
  CHECK(read["slice"] == "[:,0,0]");
  CHECK(read["slice_length"] == 2);
  CHECK(read["left_out"] == 0);
  REQUIRE(read["members"].size() == 2);
  CHECK(read["members"][1] == Json::parse(R"({"index": [1,0,0], "x": -0.4598, "z": -0.4598, "difference": -0.9488,
    "exponential": 0.38720539124759834, "naive_exponential": 0.631409914862542, "softmax": 0.2791262156928045,
    "derivative": 0.20121477140581848})"));
  CHECK(read["stable"] == Json::parse(R"({"maximum": 0.489, "maximum_index": [0,0,0], "sum": 1.3872053912475983,
    "result": 0.2791262156928045})"));
  CHECK(read["naive"] == Json::parse(R"({"sum": 2.262094634484091, "quotient": 0.2791262156928045,
    "result": 0.2791262156928045, "failure": null})"));
  CHECK(read["remarks"] == Json::parse(R"(["The naive form does not fail here."])"));
}

TEST_CASE("log-softmax, a long slice, numbers that JSON does not have") {
  std::vector<double> x(100);
  x[50] = 1000;
  x[0] = -HUGE_VAL;
  Request request;
  request.operation = Operation::log_softmax;
  request.scale.value = 4;
  const Json read = Json::parse(json(test::derived(test::vector_of(x), request, {0}), std::nullopt));
  CHECK(read["result"] == "-Infinity");
  CHECK(read["scale"] == 0.25);
  CHECK(read["slice_length"] == 100);
  CHECK(read["members"].size() == 9);
  CHECK(read["left_out"] == 91);
  CHECK(read["members"][0]["x"] == "-Infinity");
  CHECK(read["members"][4]["index"] == Json::parse("[50]"));
  CHECK(read["stable"]["maximum"] == 250);
  CHECK(read["stable"]["log_sum"] == doctest::Approx(98 * std::exp(-250.0)));
  CHECK(read["stable"]["log_sum_exp"] == 250);
  CHECK(read["naive"]["failure"].is_null());
  x[50] = NAN;
  const Json undefined = Json::parse(json(test::derived(test::vector_of(x), request, {0}), std::nullopt));
  CHECK(undefined["result"] == "NaN");
  CHECK(undefined["stable"]["maximum_index"] == Json::parse("[50]"));
}

TEST_CASE("a failure of the naive form by name") {
  const Json read = Json::parse(json(test::derived(test::vector_of({1, 1000}), {}, {0}), std::nullopt));
  CHECK(read["naive"]["failure"] == "exponential");
  CHECK(read["naive"]["sum"] == "Infinity");
}

TEST_CASE("digits are those of the dtype, or as many as were asked for") {
  const Derivation d = test::derived(test::vector_of({0.1F, 0.25F}, Dtype::float32), {}, {0});
  CHECK(json(d, std::nullopt).find("\"x\": 0.1,") != std::string::npos);
  CHECK(json(d, 3).find("\"x\": 0.100,") != std::string::npos);
}
