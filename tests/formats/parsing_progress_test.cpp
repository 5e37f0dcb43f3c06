#include <cstdint>
#include <string>

#include <doctest/doctest.h>

#include "formats/gathering.h"
#include "formats/reader.h"
#include "support/documents.h"
#include "support/npy_bytes.h"
#include "support/piped_input.h"
#include "support/temporary_file.h"
#include "support/told_progress.h"

using namespace softmax;
using test::ToldProgress;

namespace {

/// Reads all documents of a file and gives what was told of it.
ToldProgress told_of(const std::string& bytes, const std::string& ending) {
  const test::TemporaryFile file(bytes, ending);
  ToldProgress progress;
  formats::ReadOptions options;
  options.progress = &progress;
  const auto reader = formats::open_reader(Input::open(file.path()), options);
  while (const auto document = reader->next()) test::values_of(*document);
  return progress;
}

std::string numbers(std::size_t count) {
  std::string text = "1.25";
  for (std::size_t i = 1; i < count; ++i) text += ", 1.25";
  return text;
}

}  // namespace

TEST_CASE("of a text is told when a share of it has been parsed, and when all has") {
  const Text text("text", std::string(1'000'000, ' '));
  ToldProgress progress;
  formats::ParsingProgress parsing(progress, text);
  CHECK(progress.of(Stage::parsing).total == 1'000'000);
  const auto done_at = [&](std::ptrdiff_t offset) {
    parsing.reach(text.begin() + offset);
    return progress.of(Stage::parsing).done;
  };
  CHECK(done_at(100) == 0);
  CHECK(done_at(300'000) == 300'000);
  CHECK(done_at(400'000) == 300'000);
  CHECK(done_at(999'999) == 999'999);
  CHECK(done_at(1'000'000) == 1'000'000);
  CHECK(progress.of(Stage::parsing).advances == 3);
}

TEST_CASE("of a plain json or csv file, which is parsed while it is read, the reading is told") {
  std::string rows;
  for (int i = 0; i < 100'000; ++i) rows += "1.25, 1.25\n";
  for (const auto& [bytes, ending] : {std::pair{"[" + numbers(200'000) + "]\n", ".json"}, std::pair{rows, ".csv"}}) {
    ToldProgress told = told_of(bytes, ending);
    CAPTURE(ending);
    CHECK(told.of(Stage::reading).total == bytes.size());
    CHECK(told.of(Stage::reading).done == bytes.size());
    CHECK(told.of(Stage::reading).advances >= 3);
    CHECK(told.of(Stage::parsing).begun == 0);
  }
}

TEST_CASE("any other is read and parsed, every byte of it, and told of on the way") {
  const std::string row = numbers(200'000);
  for (const auto& [bytes, ending] :
       {std::pair{"{\"data\": [" + row + "]}\n", ".json"}, std::pair{row + "\n\"1.25\"" + row.substr(4) + "\n", ".csv"},
        std::pair{"[" + row + "] [[1]]", ".json"}}) {
    ToldProgress told = told_of(bytes, ending);
    CAPTURE(ending);
    CHECK(told.of(Stage::reading).total == bytes.size());
    CHECK(told.of(Stage::reading).done == bytes.size());
    CHECK(told.of(Stage::parsing).begun == 1);
    CHECK(told.of(Stage::parsing).total == bytes.size());
    CHECK(told.of(Stage::parsing).done == bytes.size());
    CHECK(told.of(Stage::parsing).advances >= 3);
  }
}

TEST_CASE("of jsonl and of .npy files the share that has been read is told") {
  const std::string lines = "[1, 2]\n[3]\n";
  ToldProgress of_lines = told_of(lines, ".jsonl");
  CHECK(of_lines.of(Stage::reading).total == lines.size());
  CHECK(of_lines.of(Stage::reading).done == lines.size());
  CHECK(of_lines.of(Stage::parsing).begun == 0);

  const std::string arrays = test::npy_array("<f8", "(2,)", test::item_bytes({1.0, 2.0})) +
                             test::npy_array("<f4", "(1,)", test::item_bytes({1.0F}));
  ToldProgress of_arrays = told_of(arrays, ".npy");
  CHECK(of_arrays.of(Stage::reading).total == arrays.size());
  CHECK(of_arrays.of(Stage::reading).done == arrays.size());
  CHECK(of_arrays.of(Stage::reading).advances == 2);
}

TEST_CASE("of a pipe is told how much has come, and that it ends") {
  ToldProgress progress;
  formats::ReadOptions options;
  options.progress = &progress;
  const auto reader = formats::open_reader(test::piped_input("[1, 2, 3]"), options);
  CHECK(reader->next());
  CHECK(progress.of(Stage::reading).total == 0);
  CHECK(progress.of(Stage::reading).done == 9);
  CHECK(progress.of(Stage::reading).ended > 0);
}
