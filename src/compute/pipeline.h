#pragma once

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <cstddef>
#include <exception>
#include <mutex>
#include <system_error>
#include <thread>
#include <vector>

namespace softmax::compute {

/// Takes items 0 to count - 1 through three stages: `fetch(item, worker)`, one at a time and in order; `work(item,
/// worker)`, on several threads at once; `deliver(item, worker)`, one at a time and in order. One worker, numbered from
/// 0 to threads - 1, takes an item through all three, so what it keeps for it needs no lock. With one thread, or one
/// item, no thread is started.
///
/// Rethrows what a stage throws, once every thread has stopped; of several the first that was thrown.
template <class Fetch, class Work, class Deliver>
void in_order(unsigned threads, std::size_t count, const Fetch& fetch, const Work& work, const Deliver& deliver) {
  if (threads <= 1 || count <= 1) {
    for (std::size_t item = 0; item < count; ++item) {
      fetch(item, 0U);
      work(item, 0U);
      deliver(item, 0U);
    }
    return;
  }

  std::mutex fetching;
  std::size_t fetched = 0;
  std::mutex delivering;
  std::condition_variable next_turn;
  std::size_t delivered = 0;
  std::exception_ptr error;
  std::atomic<bool> stops = false;

  const auto take_items = [&](unsigned worker) {
    for (;;) {
      std::size_t item = 0;
      {
        const std::lock_guard lock(fetching);
        if (stops || fetched == count) return;
        item = fetched++;
        fetch(item, worker);
      }
      work(item, worker);
      {
        std::unique_lock lock(delivering);
        next_turn.wait(lock, [&] { return stops || delivered == item; });
        if (stops) return;
        deliver(item, worker);
        ++delivered;
      }
      next_turn.notify_all();
    }
  };
  const auto run = [&](unsigned worker) {
    try {
      take_items(worker);
    } catch (...) {
      const std::lock_guard lock(delivering);
      if (!error) error = std::current_exception();
      stops = true;
      next_turn.notify_all();
    }
  };

  {
    std::vector<std::jthread> others;
    const auto workers = static_cast<unsigned>(std::min<std::size_t>(threads, count));
    for (unsigned worker = 1; worker < workers; ++worker) {
      try {
        others.emplace_back(run, worker);
      } catch (const std::system_error&) {
        break;  // the system gives no more threads: slower, not wrong
      }
    }
    run(0);
  }
  if (error) std::rethrow_exception(error);
}

}  // namespace softmax::compute
