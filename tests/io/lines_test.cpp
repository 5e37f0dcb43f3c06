#include <fcntl.h>
#include <unistd.h>

#include <string>

#include <doctest/doctest.h>

#include "io/pieces.h"
#include "support/temporary_file.h"

using namespace softmax;

TEST_CASE("lines with their ends and numbers; the last may lack its end") {
  const std::string long_line(200000, 'x');
  const test::TemporaryFile file("a\n\n" + long_line + "\r\nlast");
  Input input = Input::open(file.path());
  Lines lines(input);
  CHECK(lines.next() == "a\n");
  CHECK(lines.next() == "\n");
  CHECK(lines.number() == 2);
  CHECK(lines.next() == long_line + "\r\n");
  CHECK(lines.next() == "last");
  CHECK(lines.number() == 4);
  CHECK(lines.next() == std::nullopt);
  CHECK(lines.next() == std::nullopt);
}

TEST_CASE("a line of a pipe is given out while the pipe is open") {
  int ends[2];
  REQUIRE(pipe(ends) == 0);
  REQUIRE(write(ends[1], "one\ntw", 6) == 6);
  Input input = Input::open("/dev/fd/" + std::to_string(ends[0]));
  Lines lines(input);
  CHECK(lines.next() == "one\n");
  REQUIRE(write(ends[1], "o\n", 2) == 2);
  CHECK(lines.next() == "two\n");
  close(ends[1]);
  CHECK(lines.next() == std::nullopt);
  close(ends[0]);
}
