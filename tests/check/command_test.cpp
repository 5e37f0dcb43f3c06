#include <doctest/doctest.h>

#include "check/subject.h"

using namespace softmax;
using namespace softmax::check;

TEST_CASE("words of a shell") {
  CHECK(shell_word("x.json") == "x.json");
  CHECK(shell_word("--shape=3,2") == "--shape=3,2");
  CHECK(shell_word("") == "''");
  CHECK(shell_word("my file") == "'my file'");
  CHECK(shell_word("it's") == "'it'\\''s'");
  CHECK(shell_word("$(rm)") == "'$(rm)'");
  CHECK(shell_word("\xC3\xA9") == "'\xC3\xA9'");
  CHECK(shell_word("it's\x1B[31m\n\\1\xE2\x80\xAE") == "$'it\\'s\\033[31m\\012\\\\1\\342\\200\\256'");
}

TEST_CASE("dims as --dim takes them") {
  CHECK(dims_option({.all = true, .list = {}}) == "all");
  CHECK(dims_option({.all = false, .list = {-1}}) == "-1");
  CHECK(dims_option({.all = false, .list = {0, 2}}) == "0,2");
}

TEST_CASE("a command says what is not the default, and keeps how the input is read") {
  const Command command{{}, Dtype::float32, {"--from", "json", "--pointer", "/a b"}, "in put.json"};
  Request request;
  CHECK(command.text(request) == "softmax --dim -1 --dtype float32 --from json --pointer '/a b' 'in put.json'");
  request.operation = Operation::log_softmax;
  request.mode = Mode::naive;
  request.dims = {.all = true, .list = {}};
  request.scale = {.is_temperature = true, .value = 0.5};
  CHECK(command.text(request, std::nullopt) ==
        "softmax --log --dim all --mode naive --temperature 0.5 --from json --pointer '/a b' 'in put.json'");
  request.scale = {.is_temperature = false, .value = -2};
  CHECK(Command{{}, {}, {}, "-x.json"}.text(Request{}) == "softmax --dim -1 -- -x.json");
  CHECK(Command{{}, {}, {}, "-"}.text(Request{}) == "softmax --dim -1 -");
  CHECK(Command{}.text(request) == "softmax --log --dim all --mode naive --theta -2");
}
