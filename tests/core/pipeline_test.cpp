#include "core/pipeline.h"

#include <atomic>
#include <numeric>
#include <stdexcept>
#include <string>
#include <thread>
#include <vector>

#include <doctest/doctest.h>

using namespace softmax;

namespace {

std::vector<std::size_t> numbers_to(std::size_t count) {
  std::vector<std::size_t> numbers(count);
  std::iota(numbers.begin(), numbers.end(), std::size_t{0});
  return numbers;
}

}  // namespace

TEST_CASE("every item goes through every stage, fetched and delivered in order, with one worker for all three") {
  for (const unsigned threads : {1U, 2U, 3U, 8U}) {
    for (const std::size_t count : {0UL, 1UL, 2UL, 7UL, 500UL}) {
      CAPTURE(threads);
      CAPTURE(count);
      std::vector<std::size_t> fetched;
      std::vector<std::size_t> delivered;
      std::vector<std::size_t> held(threads);  // by each worker
      std::vector<std::size_t> results(count);
      bool is_same_worker = true;
      in_order(
          threads, count,
          [&](std::size_t item, unsigned worker) {
            fetched.push_back(item);
            held[worker] = item;
          },
          [&](std::size_t item, unsigned worker) {
            if (item % 3 == 0) std::this_thread::yield();
            results[item] = held[worker] * held[worker];
          },
          [&](std::size_t item, unsigned worker) {
            is_same_worker = is_same_worker && held[worker] == item && results[item] == item * item;
            delivered.push_back(item);
          });
      CHECK(fetched == numbers_to(count));
      CHECK(delivered == numbers_to(count));
      CHECK(is_same_worker);
    }
  }
}

TEST_CASE("items are fetched until there is none, and all that were are delivered") {
  for (const unsigned threads : {1U, 2U, 5U}) {
    for (const std::size_t count : {0UL, 1UL, 3UL, 100UL}) {
      CAPTURE(threads);
      CAPTURE(count);
      std::vector<std::size_t> delivered;
      std::size_t asked = 0;
      in_order(
          threads, [&](std::size_t item, unsigned) { return asked = item, item < count; }, [](std::size_t, unsigned) {},
          [&](std::size_t item, unsigned) { delivered.push_back(item); });
      CHECK(delivered == numbers_to(count));
      CHECK(asked == count);
    }
  }
}

TEST_CASE("what a stage throws reaches the caller, and no later item is delivered") {
  for (const unsigned threads : {1U, 2U, 4U}) {
    for (const int stage : {0, 1, 2}) {
      CAPTURE(threads);
      CAPTURE(stage);
      std::vector<std::size_t> delivered;
      const auto throw_at = [stage](int at, std::size_t item) {
        if (at == stage && item == 20) throw std::runtime_error("item 20");
      };
      std::string message;
      try {
        in_order(
            threads, 100, [&](std::size_t item, unsigned) { throw_at(0, item); },
            [&](std::size_t item, unsigned) { throw_at(1, item); },
            [&](std::size_t item, unsigned) {
              throw_at(2, item);
              delivered.push_back(item);
            });
      } catch (const std::runtime_error& error) {
        message = error.what();
      }
      CHECK(message == "item 20");
      CHECK(delivered.size() <= 20);
      CHECK(delivered == numbers_to(delivered.size()));
    }
  }
}

TEST_CASE("nothing is fetched after a fetch that throws: the first fault of a broken stream is reported") {
  for (int attempt = 0; attempt < 100; ++attempt) {
    std::atomic<std::size_t> fetched_after = 0;
    const auto fetch = [&](std::size_t item, unsigned) {
      if (item > 5) ++fetched_after;
      if (item == 5) throw std::runtime_error("item 5");
      return true;
    };
    CHECK_THROWS_WITH_AS(in_order(
                             4, fetch, [](std::size_t, unsigned) {}, [](std::size_t, unsigned) {}),
                         "item 5", std::runtime_error);
    CHECK(fetched_after == 0);
  }
}

TEST_CASE("one item starts no thread") {
  const std::thread::id caller = std::this_thread::get_id();
  bool is_caller = true;
  const auto check = [&](std::size_t, unsigned) { is_caller = is_caller && std::this_thread::get_id() == caller; };
  in_order(8, 1, check, check, check);
  CHECK(is_caller);
}
