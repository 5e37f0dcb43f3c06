#include <algorithm>

#include <doctest/doctest.h>

#include "check/softmax_range.h"

using softmax::check::choices_of_dims;
using Choices = std::vector<std::vector<std::size_t>>;

TEST_CASE("every set of dims, small sets first") {
  CHECK(choices_of_dims(0).empty());
  CHECK(choices_of_dims(1) == Choices{{0}});
  CHECK(choices_of_dims(3) == Choices{{0}, {1}, {2}, {0, 1}, {0, 2}, {1, 2}, {0, 1, 2}});
  CHECK(choices_of_dims(6).size() == 63);
}

TEST_CASE("with many dims: single ones, pairs and all") {
  const Choices choices = choices_of_dims(7);
  CHECK(choices.size() == 7 + 21 + 1);
  CHECK(choices.back().size() == 7);
  CHECK(std::all_of(choices.begin(), choices.end(),
                    [](const auto& dims) { return std::is_sorted(dims.begin(), dims.end()); }));
}
