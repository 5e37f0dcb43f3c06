#include "formats/writer.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

#include <doctest/doctest.h>

#include "core/error.h"
#include "support/written.h"

using softmax::Error;
using softmax::Output;
using softmax::formats::Format;
using softmax::formats::open_writer;
using softmax::test::float64;
using softmax::test::written;

TEST_CASE("each format gets its writer") {
  const auto tensor = float64({1, 2}, {0.5, 0.5});
  CHECK(written({.format = Format::json}, tensor) == "[[0.5,0.5]]\n");
  CHECK(written({.format = Format::jsonl}, tensor) == "[[0.5,0.5]]\n");
  CHECK(written({.format = Format::csv}, tensor) == "0.5,0.5\n");
  CHECK(written({.format = Format::tsv}, tensor) == "0.5\t0.5\n");
  CHECK(written({.format = Format::npy}, tensor).starts_with("\x93NUMPY"));
  CHECK(written({.format = Format::torch}, tensor) == "tensor([[0.5000, 0.5000]], dtype=torch.float64)\n");
  CHECK(written({.format = Format::numpy}, tensor) == "array([[0.5, 0.5]])\n");
}

TEST_CASE("text is not written") {
  Output output = Output::to_memory();
  CHECK_THROWS_WITH_AS(
      open_writer(output, {.format = Format::text}),
      "text is a format to read; expected one to write: json, jsonl, csv, tsv, npy, torch, numpy, r, octave", Error);
}

TEST_CASE("npy is kept from a terminal, other formats are not") {
  const int master = ::posix_openpt(O_RDWR | O_NOCTTY);
  if (master < 0) {
    MESSAGE("no pseudo-terminal to be had here: not tested");
    return;
  }
  REQUIRE(::grantpt(master) == 0);
  REQUIRE(::unlockpt(master) == 0);
  Output output = Output::open(::ptsname(master));
  CHECK_THROWS_WITH_AS(open_writer(output, {.format = Format::npy}),
                       "npy is binary and not for a terminal; name a file with -o FILE, redirect to one, or use a pipe",
                       Error);
  CHECK(open_writer(output, {.format = Format::json}) != nullptr);
  ::close(master);
}
