#include "core/shape.h"

#include <string>

#include <doctest/doctest.h>

#include "core/error.h"

using namespace softmax;

TEST_CASE("counts of elements, and one too large to address") {
  CHECK(element_count({}) == 1);
  CHECK(element_count({2, 3, 4}) == 24);
  CHECK(element_count({5, 0, 7}) == 0);
  CHECK(element_count({0, std::size_t{1} << 19}) == 0);
  CHECK_THROWS_WITH_AS(element_count({1000000000000, 0}),
                       "a tensor of shape (1000000000000, 0) has more than 1048576 brackets around nothing", Error);
  // Brackets around brackets count.
  Shape nested(31, 1);
  nested.front() = std::size_t{1} << 15;
  nested.push_back(0);
  CHECK(element_count(nested) == 0);
  nested.front() += 1;
  CHECK_THROWS_AS(element_count(nested), Error);
  CHECK_THROWS_WITH_AS(element_count({4294967296, 4294967296, 2}),
                       "a tensor of shape (4294967296, 4294967296, 2) has more elements than memory can address",
                       Error);
}

TEST_CASE("places and coordinates") {
  CHECK(index_of(0, {}) == Index{});
  CHECK(index_of(23, {2, 3, 4}) == Index{1, 2, 3});
  CHECK(index_of(5, {2, 3, 4}) == Index{0, 1, 1});
}

TEST_CASE("shapes and indices in messages") {
  CHECK(shape_text({}) == "()");
  CHECK(shape_text({3}) == "(3,)");
  CHECK(shape_text({2, 3}) == "(2, 3)");
  CHECK(index_text({}) == "[]");
  CHECK(index_text({1, 2}) == "[1,2]");
}
