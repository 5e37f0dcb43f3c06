// Completions are asked for in the shells themselves, where they are installed.

#include <algorithm>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include <doctest/doctest.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include "cli/option_table.h"
#include "manual/manual.h"
#include "support/process.h"
#include "support/skipped.h"

namespace softmax::test {
namespace {

/// The words of a text, sorted, with a blank between any two.
std::string sorted(const std::string& text) {
  std::istringstream stream(text);
  std::vector<std::string> words;
  for (std::string word; stream >> word;) words.push_back(word);
  std::sort(words.begin(), words.end());
  return fmt::format("{}", fmt::join(words, " "));
}

/// The names of every option, long and short.
std::string option_names() {
  std::string names;
  for (const cli::Option& option : cli::option_table()) {
    names += fmt::format("{} {} ", option.text.short_name, option.text.long_name);
  }
  return names;
}

/// A directory with the completions of a shell and a file that could be an INPUT.
class Shell {
 public:
  Shell(std::string program, std::string_view name, const std::string& completion) : program_(std::move(program)) {
    std::ofstream(directory_.path() / name) << completion;
    std::ofstream(directory_.path() / "logits.json");
  }

  bool is_there() const { return has_program(program_); }

  const std::filesystem::path& directory() const { return directory_.path(); }

  /// What the script prints; nothing may be on standard error. No file of the user's is read or written.
  std::string answer(const std::string& script) const {
    const Finished finished =
        run_script("HOME=$PWD; export HOME; unset XDG_CONFIG_HOME XDG_DATA_HOME ZDOTDIR\n" + script, directory_.path());
    CHECK(finished.errors.empty());
    CHECK(finished.status == 0);
    return finished.output;
  }

 private:
  std::string program_;
  TemporaryDirectory directory_;
};

/// What bash offers for the last of the words. Names of files it is told to find itself: "compopt -o default".
std::string bash_offers(const Shell& shell, const std::string& words) {
  return sorted(
      shell.answer("bash --norc --noprofile -c 'compopt() { echo \"compopt $*\"; }; source ./softmax.bash; "
                   "COMP_WORDS=(\"$@\"); COMP_CWORD=$(($# - 1)); _softmax; echo \"${COMPREPLY[@]}\"' bash softmax " +
                   words));
}

/// What fish offers for the end of the line, without what it says of each.
std::string fish_offers(const Shell& shell, const std::string& line) {
  const std::string offers =
      shell.answer(fmt::format("fish --no-config -c 'source softmax.fish; complete -C \"{}\"'", line));
  std::istringstream stream(offers);
  std::string words;
  for (std::string offer; std::getline(stream, offer);) words += offer.substr(0, offer.find('\t')) + '\n';
  return sorted(words);
}

/// The line with all that zsh offers for its end in the place of the last word.
std::string zsh_line(const Shell& shell, const std::string& line) {
  return sorted(shell.answer(fmt::format("zsh -f ask '{}' >/dev/null && cat answer", line)));
}

/// zsh completes on terminals only: `ask` starts one in which tab puts everything offered into the line, and a key
/// writes the line to a file.
void teach_zsh(const Shell& shell) {
  std::ofstream(shell.directory() / "ask") << "zmodload zsh/zpty\n"
                                              "zpty shell 'ZDOTDIR=. zsh -d -i'\n"
                                              "zpty -w -n shell \"$1\"$'\\t\\x18'\n"
                                              "while zpty -r shell; do :; done\n"
                                              ":\n";
  std::ofstream(shell.directory() / ".zshrc") << "fpath=($PWD $fpath)\n"
                                                 "autoload -U compinit\n"
                                                 "compinit -D -u\n"
                                                 "zstyle ':completion:*' completer _all_matches _complete\n"
                                                 "zstyle ':completion:*' insert true\n"
                                                 "answer() { print -r -- \"$BUFFER\" >answer; exit }\n"
                                                 "zle -N answer\n"
                                                 "bindkey '^X' answer\n";
}

}  // namespace

TEST_CASE("bash completes options, their values and files") {
  const Shell shell("bash", "softmax.bash", manual::bash_completion());
  if (!shell.is_there()) return;
  const std::string files = "-o compopt default";
  CHECK(bash_offers(shell, "-") == sorted(option_names()));
  CHECK(bash_offers(shell, "--re") == "--report");
  CHECK(bash_offers(shell, "--mode ''") == "naive stable");
  CHECK(bash_offers(shell, "--mode = n") == "naive");
  CHECK(bash_offers(shell, "--mode =") == "naive stable");
  CHECK(bash_offers(shell, "-q -m s") == "stable");
  CHECK(bash_offers(shell, "--dtype b") == "bfloat16");
  CHECK(bash_offers(shell, "--from ''") == "csv json jsonl npy raw text tsv");
  CHECK(bash_offers(shell, "--to ''") == "csv json jsonl npy numpy octave r torch tsv");
  CHECK(bash_offers(shell, "-x 0 --to ''") == "json latex markdown text");
  CHECK(bash_offers(shell, "--explain = 0 --to m") == "markdown");
  CHECK(bash_offers(shell, "--fail-on nan,o") == "nan,overflow");
  CHECK(bash_offers(shell, "--dim ''").empty());
  CHECK(bash_offers(shell, "s") == files);
  CHECK(bash_offers(shell, "-- -") == files);
  for (const char* option : {"-o", "--output", "--report", "-e", "--expect"}) {
    CHECK(bash_offers(shell, option + std::string(" s")) == files);
  }
}

TEST_CASE("fish completes options, their values and files") {
  const Shell shell("fish", "softmax.fish", manual::fish_completion());
  if (!shell.is_there()) return;
  CHECK(fish_offers(shell, "softmax -") == sorted(option_names()));
  CHECK(fish_offers(shell, "softmax --re") == "--report");
  CHECK(fish_offers(shell, "softmax --mode ") == "naive stable");
  CHECK(fish_offers(shell, "softmax --mode=n") == "--mode=naive");
  CHECK(fish_offers(shell, "softmax -q -m s") == "stable");
  CHECK(fish_offers(shell, "softmax --dtype b") == "bfloat16");
  CHECK(fish_offers(shell, "softmax --from ") == "csv json jsonl npy raw text tsv");
  CHECK(fish_offers(shell, "softmax --to ") == "csv json jsonl npy numpy octave r torch tsv");
  CHECK(fish_offers(shell, "softmax -x 0 --to ") == "json latex markdown text");
  CHECK(fish_offers(shell, "softmax --fail-on nan,o") == "nan,overflow");
  CHECK(fish_offers(shell, "softmax --dim ").empty());
  CHECK(fish_offers(shell, "softmax lo") == "logits.json");
  for (const char* option : {"-o", "--output", "--report", "-e", "--expect"}) {
    CHECK(fish_offers(shell, fmt::format("softmax {} lo", option)) == "logits.json");
  }
}

TEST_CASE("zsh completes options, their values and files") {
  const Shell shell("zsh", "_softmax", manual::zsh_completion());
  if (!shell.is_there()) return;
  teach_zsh(shell);
  CHECK(zsh_line(shell, "softmax -") == sorted("softmax " + option_names()));
  CHECK(zsh_line(shell, "softmax --rep") == "--report= softmax");
  CHECK(zsh_line(shell, "softmax --mode ") == "--mode naive softmax stable");
  CHECK(zsh_line(shell, "softmax --mode=n") == "--mode=naive softmax");
  CHECK(zsh_line(shell, "softmax -q -m s") == "-m -q softmax stable");
  CHECK(zsh_line(shell, "softmax --dtype b") == "--dtype bfloat16 softmax");
  CHECK(zsh_line(shell, "softmax -f ") == "-f csv json jsonl npy raw softmax text tsv");
  CHECK(zsh_line(shell, "softmax -t n") == "-t npy numpy softmax");
  CHECK(zsh_line(shell, "softmax -x 0 --to ") == "--to -x 0 json latex markdown softmax text");
  CHECK(zsh_line(shell, "softmax --fail-on nan,o") == "--fail-on nan,overflow, softmax");
  CHECK(zsh_line(shell, "softmax --dim ") == "--dim softmax");
  CHECK(zsh_line(shell, "softmax lo") == "logits.json softmax");
  for (const char* option : {"-o", "--output", "--report", "-e", "--expect"}) {
    CHECK(zsh_line(shell, fmt::format("softmax {} lo", option)) == fmt::format("{} logits.json softmax", option));
  }
}

}  // namespace softmax::test
