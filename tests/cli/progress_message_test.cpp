#include <doctest/doctest.h>

#include "cli/progress.h"

using namespace softmax;
using cli::progress_text;

TEST_CASE("a line of progress tells the share, the speed and the time that is left") {
  CHECK(progress_text({Stage::computing, 450, 1000, 3}) == "computing: 45%, 150 B/s, 0:04 left");
  CHECK(progress_text({Stage::parsing, 1'500'000'000, 2'000'000'000, 3}) == "parsing: 75%, 500 MB/s, 0:01 left");
  CHECK(progress_text({Stage::reading, 1'234'567'890, 99'000'000'000, 1}) == "reading: 1%, 1.23 GB/s, 1:20 left");
  CHECK(progress_text({Stage::reading, 10'000, 100'000'000, 10}) == "reading: 0%, 1.00 kB/s, 27:46:30 left");
}

TEST_CASE("of an unknown total it tells the amount and the speed") {
  CHECK(progress_text({Stage::reading, 1'240'000'000, 0, 4}) == "reading: 1.24 GB, 310 MB/s");
  CHECK(progress_text({Stage::reading, 12, 0, 1}) == "reading: 12 B, 12 B/s");
}

TEST_CASE("before anything is done there is no speed") {
  CHECK(progress_text({Stage::computing, 0, 1000, 5}) == "computing: 0%");
  CHECK(progress_text({Stage::reading, 0, 0, 5}) == "reading: 0 B");
  CHECK(progress_text({Stage::reading, 5, 10, 0}) == "reading: 50%");
}

TEST_CASE("100% and nothing left mean the end") {
  CHECK(progress_text({Stage::computing, 999'999, 1'000'000, 1}) == "computing: 99%, 1.00 MB/s, 0:01 left");
  CHECK(progress_text({Stage::computing, 1'000'000, 1'000'000, 1}) == "computing: 100%, 1.00 MB/s, 0:00 left");
  CHECK(progress_text({Stage::reading, 3'000, 1'000, 1}) == "reading: 100%, 3.00 kB/s, 0:00 left");  // it grew
}

TEST_CASE("amounts have three digits, whatever rounding does to them") {
  const auto amount = [](std::uint64_t bytes) { return progress_text({Stage::reading, bytes, 0, 0}); };
  CHECK(amount(999) == "reading: 999 B");
  CHECK(amount(1000) == "reading: 1.00 kB");
  CHECK(amount(9'994) == "reading: 9.99 kB");
  CHECK(amount(9'996) == "reading: 10.0 kB");
  CHECK(amount(99'960) == "reading: 100 kB");
  CHECK(amount(999'400) == "reading: 999 kB");
  CHECK(amount(999'600) == "reading: 1.00 MB");
  CHECK(amount(18'446'744'073'709'551'615U) == "reading: 18.4 EB");
}

TEST_CASE("a time that nobody will wait for is cut") {
  CHECK(progress_text({Stage::computing, 1, 10'000'000'000'000, 3600}) == "computing: 0%, 0 B/s, 999:00:00 left");
}
