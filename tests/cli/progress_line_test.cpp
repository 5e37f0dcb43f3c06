#include <optional>
#include <string>
#include <thread>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "cli/progress.h"

using namespace softmax;
using cli::ProgressLine;

namespace {

/// A line whose time goes by when the test says so, and what it has shown.
class Watched {
 public:
  Watched() {
    line_.emplace([this] { return now_; }, [this](std::string_view text) { shown_ += text; });
  }

  ProgressLine& line() { return *line_; }

  /// What is shown when so many bytes are done at that time.
  std::string at(double time, Stage stage, std::uint64_t bytes) {
    now_ = time;
    line_->advance(stage, bytes);
    return take();
  }

  void begin(double time, Stage stage, std::uint64_t bytes) {
    now_ = time;
    line_->begin(stage, bytes);
  }

  std::string close() {
    line_.reset();
    return take();
  }

 private:
  std::string take() { return std::exchange(shown_, {}); }

  double now_ = 100;
  std::string shown_;
  std::optional<ProgressLine> line_;
};

}  // namespace

TEST_CASE("nothing is shown in the first second, and nothing is erased then") {
  Watched watched;
  watched.begin(100, Stage::computing, 1000);
  CHECK(watched.at(100.5, Stage::computing, 100) == "");
  CHECK(watched.at(100.999, Stage::computing, 900) == "");
  CHECK(watched.close() == "");
}

TEST_CASE("the line is drawn anew four times a second at most, over the one before, and erased at the end") {
  Watched watched;
  watched.begin(100, Stage::computing, 10'000);
  CHECK(watched.at(101, Stage::computing, 1000) == "\rcomputing: 10%, 1.00 kB/s, 0:09 left");
  CHECK(watched.at(101.2, Stage::computing, 1000) == "");
  CHECK(watched.at(101.25, Stage::computing, 500) == "\rcomputing: 25%, 2.00 kB/s, 0:04 left");
  CHECK(watched.at(110, Stage::computing, 2500) == "\rcomputing: 50%, 500 B/s, 0:10 left  ");
  CHECK(watched.close() == "\r                                    \r");
}

TEST_CASE("the time before the first drawing is that of all stages together") {
  Watched watched;
  watched.begin(100, Stage::reading, 1000);
  CHECK(watched.at(100.9, Stage::reading, 1000) == "");
  watched.begin(100.9, Stage::parsing, 1000);
  CHECK(watched.at(101, Stage::parsing, 100) == "\rparsing: 10%, 1.00 kB/s, 0:01 left");
  CHECK(watched.at(101.9, Stage::parsing, 900) == "");  // it is done, and nothing else has begun
  watched.begin(102, Stage::computing, 8000);
  CHECK(watched.at(102.5, Stage::computing, 1000) == "\rcomputing: 12%, 2.00 kB/s, 0:04 left");
}

TEST_CASE("tensors that take no time show the whole that they are parts of, one that does shows itself") {
  Watched watched;
  watched.begin(100, Stage::reading, 1000);
  CHECK(watched.at(100, Stage::reading, 500) == "");
  watched.begin(101.5, Stage::computing, 80);
  CHECK(watched.at(102, Stage::computing, 40) == "\rreading: 50%, 250 B/s, 0:02 left");
  CHECK(watched.at(102.5, Stage::computing, 20) == "\rcomputing: 75%, 60 B/s, 0:01 left");
  watched.line().end(Stage::computing);
  CHECK(watched.at(103, Stage::reading, 100) == "\rreading: 60%, 200 B/s, 0:02 left ");
}

TEST_CASE("reading of unknown length ends when it is said to") {
  Watched watched;
  watched.begin(100, Stage::reading, 0);
  CHECK(watched.at(102, Stage::reading, 3000) == "\rreading: 3.00 kB, 1.50 kB/s");
  watched.line().end(Stage::reading);
  CHECK(watched.at(104, Stage::reading, 0) == "");
}

TEST_CASE("threads may tell at once") {
  double now = 0;
  std::string shown;
  ProgressLine line([&now] { return now; }, [&shown](std::string_view text) { shown += text; });
  line.begin(Stage::computing, 1'000'000);
  {
    std::vector<std::jthread> threads;
    for (int i = 0; i < 4; ++i) {
      threads.emplace_back([&line] {
        for (int k = 0; k < 1000; ++k) line.advance(Stage::computing, 100);
      });
    }
  }
  now = 4;
  line.advance(Stage::computing, 100'000);
  CHECK(shown == "\rcomputing: 50%, 125 kB/s, 0:04 left");
}
