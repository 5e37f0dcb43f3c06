#include "core/parallel.h"

#include <vector>

#include <doctest/doctest.h>

using namespace softmax;

TEST_CASE("every item is worked on once, in ranges that are multiples of the grain") {
  for (const unsigned threads : {1U, 2U, 3U, 16U}) {
    for (const std::size_t count : {0UL, 1UL, 7UL, 512UL, 1000UL, 4096UL}) {
      for (const std::size_t grain : {1UL, 5UL, 512UL}) {
        std::vector<int> done(count);
        std::vector<int> misplaced(count);
        in_parallel(threads, count, elements_worth_a_thread, grain, [&](std::size_t begin, std::size_t end) {
          for (std::size_t i = begin; i < end; ++i) ++done[i];
          if (begin < count) misplaced[begin] = begin % grain == 0 ? 0 : 1;
        });
        CHECK(done == std::vector<int>(count, 1));
        CHECK(misplaced == std::vector<int>(count, 0));
      }
    }
  }
}

TEST_CASE("small work stays in one piece") {
  int pieces = 0;
  in_parallel(8, 100, 10, 1, [&](std::size_t, std::size_t) { ++pieces; });
  CHECK(pieces == 1);
}
