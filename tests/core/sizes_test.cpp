#include <doctest/doctest.h>

#include "core/error.h"

using namespace softmax;

TEST_CASE("sizes have three digits and a decimal unit") {
  CHECK(bytes_text(0) == "0 B");
  CHECK(bytes_text(999) == "999 B");
  CHECK(bytes_text(1000) == "1.00 kB");
  CHECK(bytes_text(1'073'741'824) == "1.07 GB");
  CHECK(bytes_text(45e9) == "45.0 GB");
  CHECK(bytes_text(537e6) == "537 MB");
  CHECK(bytes_text(8e18) == "8.00 EB");
}

TEST_CASE("a tensor takes eight bytes for each double in memory, and four for whatever is narrower") {
  CHECK(memory_size({2, 3}, Dtype::float64) == 48);
  for (const Dtype dtype : {Dtype::float16, Dtype::bfloat16, Dtype::float32}) CHECK(memory_size({2, 3}, dtype) == 24);
  CHECK(memory_size({}, Dtype::float32) == 4);
  CHECK(memory_size({5, 0}, Dtype::float32) == 0);
}

TEST_CASE("a tensor is named by its shape and dtype") {
  CHECK(tensor_text("result", {2, 3}, Dtype::float16) == "the result of shape (2, 3) in float16");
}
