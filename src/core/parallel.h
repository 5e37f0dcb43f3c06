#pragma once

#include <algorithm>
#include <cstddef>
#include <system_error>
#include <thread>
#include <vector>

namespace softmax {

/// Below this many elements starting a thread costs more than it saves.
inline constexpr std::size_t elements_worth_a_thread = std::size_t{1} << 16;

/// Cuts [0, count) into contiguous ranges, multiples of `grain` but for the last, and runs work(begin, end) on each at
/// once; `weight` is the number of elements that one of `count` stands for. Returns when all are done. `work` must not
/// throw, and what it computes for an item must not depend on the range that the item falls into.
template <class Work>
void in_parallel(unsigned threads, std::size_t count, std::size_t weight, std::size_t grain, const Work& work) {
  const std::size_t worth = std::max<std::size_t>(count * weight / elements_worth_a_thread, 1);
  const std::size_t grains = (count + grain - 1) / grain;
  const std::size_t parts = std::min({static_cast<std::size_t>(threads), worth, std::max<std::size_t>(grains, 1)});
  const std::size_t part = (grains + parts - 1) / parts * grain;
  std::vector<std::jthread> others;
  for (std::size_t begin = part; begin < count; begin += part) {
    const std::size_t end = std::min(begin + part, count);
    try {
      others.emplace_back([&work, begin, end] { work(begin, end); });
    } catch (const std::system_error&) {
      work(begin, end);  // the system gives no more threads: slower, not wrong
    }
  }
  if (count > 0) work(std::size_t{0}, std::min(part, count));
}

}  // namespace softmax
