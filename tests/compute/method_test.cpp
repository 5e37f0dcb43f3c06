#include "compute/method.h"

#include <vector>

#include <doctest/doctest.h>

using namespace softmax;
using namespace softmax::compute;

TEST_CASE("the scaled input of the naive form is rounded to the dtype") {
  CHECK(rounded_logit(Dtype::float64, {}, 0.1) == 0.1);
  CHECK(rounded_logit(Dtype::float64, {true, 3}, 1) == 1.0 / 3);
  CHECK(rounded_logit(Dtype::float32, {true, 3}, 1) == double(1.0f / 3.0f));
  CHECK(rounded_logit(Dtype::float16, {false, 0.1}, 1) == 0x1.998p-4);  // the float16 nearest to a tenth
  // x/0.1 is just inside a tie that the nearest float64 is on: -59.37499999999999671 is nearer to -59.25.
  CHECK(rounded_logit(Dtype::bfloat16, {true, 0.1}, -5.9375) == -59.25);
  CHECK(rounded_logit(Dtype::float32, {true, 0.1}, -4.936556816101074) == double(-49.36556625f));
}

TEST_CASE("stable results of the 16-bit dtypes are the float32 ones, rounded once") {
  const std::vector<float> x = {0.5f, 1.25f, -3, 2};
  std::vector<float> wide(4);
  std::vector<float> narrow(4);
  for (const Dtype dtype : {Dtype::float16, Dtype::bfloat16}) {
    for (const auto& [type, y] : {std::pair{Dtype::float32, &wide}, std::pair{dtype, &narrow}}) {
      StableMethod<float> method(Request{}, type);
      method.resize(1);
      method.reset(0, 1);
      method.reduce(x.data(), {4, 1, 1}, 0);
      method.finish(0, 1);
      method.map(x.data(), {4, 1, 1}, 0, y->data());
    }
    for (std::size_t i = 0; i < 4; ++i) CHECK(narrow[i] == static_cast<float>(round_to(dtype, wide[i])));
  }
}
