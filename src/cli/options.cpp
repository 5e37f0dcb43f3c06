#include "cli/options.h"

#include <algorithm>
#include <string_view>

#include <CLI/CLI.hpp>
#include <fmt/ranges.h>

#include "cli/files.h"
#include "cli/values.h"
#include "core/error.h"
#include "core/formatted.h"

namespace softmax::cli {
namespace {
constexpr std::string_view hint = "softmax --help lists the options";

/// An option as it was typed.
struct Typed {
  const Option* option;
  std::optional<std::string> value = {};
  bool is_set = false;  ///< a flag

  bool is_given() const { return is_set || value; }
  std::string_view name() const { return option->text.long_name; }
};

using TypedOptions = std::vector<Typed>;  // one for each row of the table

bool has(const TypedOptions& all, std::string_view name) {
  return std::any_of(all.begin(), all.end(),
                     [name](const Typed& typed) { return typed.name() == name && typed.is_given(); });
}

/// Declares every option. The last of a repeated option counts, as in other commands.
void declare(CLI::App& app, std::optional<std::string>& input, TypedOptions& options) {
  app.add_option("INPUT", input)->type_name("");
  app.allow_extras();  // a vector of INPUTs would take "[x,y]" for two
  for (Typed& typed : options) {
    const OptionText& text = typed.option->text;
    const std::string names =
        text.short_name.empty() ? std::string(text.long_name) : formatted("{},{}", text.short_name, text.long_name);
    if (text.long_name == "--help") {
      app.set_help_flag(names);
    } else if (text.long_name == "--version") {
      app.set_version_flag(names, version);
    } else if (text.value.empty()) {
      app.add_flag(names, typed.is_set)->disable_flag_override();  // no --log=no
    } else {
      app.add_option(names, typed.value)
          ->type_name(std::string(text.value))
          ->multi_option_policy(CLI::MultiOptionPolicy::TakeLast);
    }
  }
}

/// Every INPUT. Throws Error for what looks like an option that does not exist.
std::vector<std::string> inputs_of(const CLI::App& app, const std::optional<std::string>& first) {
  std::vector<std::string> inputs;
  if (first) inputs.push_back(*first);
  bool are_all_inputs = false;  // after "--"
  for (const std::string& extra : app.remaining()) {
    if (extra == "--" && !are_all_inputs) {
      are_all_inputs = true;
      continue;
    }
    if (extra.starts_with('-') && extra != "-" && !are_all_inputs)
      throw Error(formatted("there is no option {}; {}", extra, hint));
    inputs.push_back(extra);
  }
  return inputs;
}

/// CLI11 would read -log as -l -o g. The name of a long option after a single dash is an error.
void refuse_single_dashes(const CLI::App& app, int argc, const char* const* argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view word = argv[i];
    if (word == "--") return;
    if (word.size() < 3 || word[0] != '-' || word[1] == '-') continue;
    const std::string meant = formatted("-{}", word.substr(0, word.find('=')));
    if (app.get_option_no_throw(meant) == nullptr) continue;
    throw Error(formatted("there is no option {}; {} is meant?", word, meant));
  }
}

/// Words CLI11's errors as the other messages.
[[noreturn]] void refuse(const CLI::ParseError& error) {
  if (dynamic_cast<const CLI::ArgumentMismatch*>(&error) != nullptr) {
    if (std::string_view(error.what()).find("flag override") != std::string_view::npos) {
      throw Error(formatted("an option that takes no value was given one with =; {}", hint));
    }
    // CLI11's text starts with the option's name.
    const std::string text = error.what();
    throw Error(formatted("{} needs a value; {}", text.substr(0, text.find(':')), hint));
  }
  throw Error(formatted("{}; {}", error.what(), hint));
}

/// Throws Error for a value that is none of the option's words. Some options have others with --explain.
void require_word(const Typed& typed, bool explains) {
  const Words words = typed.option->words();
  const Words explained = typed.option->explained_words();
  if (explains && !explained.empty()) {
    return require_choice(formatted("--explain with {}", typed.name()), *typed.value, explained);
  }
  const auto is_typed = [&typed](std::string_view word) { return word == *typed.value; };
  if (std::any_of(explained.begin(), explained.end(), is_typed) && std::none_of(words.begin(), words.end(), is_typed)) {
    throw Error(
        formatted("{} {} is for --explain; expected one of {}", typed.name(), *typed.value, fmt::join(words, ", ")));
  }
  require_choice(typed.name(), *typed.value, words);
}

/// Throws Error for an option that can't be given with the others.
void refuse_misfits(const Option& option, const TypedOptions& all) {
  const OptionText& text = option.text;
  if (!option.needs.empty() && !has(all, option.needs)) {
    const OptionText& needed = option_named(option.needs).text;
    throw Error(formatted("{} needs {} {}", text.long_name, needed.long_name, needed.value));
  }
  for (const std::string_view other : option.excludes) {
    if (has(all, other)) {
      throw Error(formatted("{} and {} exclude one another: give one of them", text.long_name, other));
    }
  }
  if (has(all, "--check") && !option.goes_with_check) {
    throw Error(formatted("--check and {} exclude one another: the case files say what to compute", text.long_name));
  }
}

/// Parses the values of all options that were given.
void apply_all(const TypedOptions& all, Options& options) {
  options.request.threads = threads_for(std::nullopt);
  for (const Typed& typed : all) {
    if (!typed.is_given()) continue;
    const Option& option = *typed.option;
    refuse_misfits(option, all);
    if (option.offer == Offer::word) require_word(typed, has(all, "--explain"));
    option.apply(typed.value.value_or(""), options);
    const bool changes_nothing = typed.value == option.text.default_value;
    if (option.place != Place::anywhere && !changes_nothing) options.in_place.push_back(&option);
  }
  options.read.threads = options.request.threads;
}

/// --explain takes the form of the explanation from --to or -o.
void understand_explaining(Options& options) {
  if (options.report == "-") throw Error("--explain and --report - exclude one another: give one of them");
  Explain& explain = *options.explain;
  if (options.explain_as) {
    explain.format = *options.explain_as;
  } else if (options.output) {
    explain.format = derive::form_by_ending(*options.output).value_or(derive::Form::text);
  }
  explain.precision = options.write.precision;
  options.to.reset();
}

void understand_expecting(const TypedOptions& all, Options& options) {
  if (options.expect->path == "-" && options.input == "-") {
    throw Error("--expect - and INPUT both read standard input: give one of them a file");
  }
  check::Command& command = options.expect->command;
  command = {options.request, options.read.dtype, {}, options.input == "-" ? "" : options.input};
  for (const Typed& typed : all) {
    if (!typed.option->is_repeated || !typed.value) continue;
    command.reading.insert(command.reading.end(), {std::string(typed.name()), *typed.value});
  }
}

/// Throws Error where two outputs of the run are one file, one replaces a file that the run reads, or standard output
/// is the file that is read. INPUT alone may be replaced, and by the result alone: `softmax x.npy -o x.npy`.
void refuse_replaced_files(const Options& options) {
  const std::string output = options.output.value_or("-");
  if (output == "-") {
    for (const std::string& input : options.inputs) refuse_endless(input);
  }
  if (options.report) {
    const NamedFile report{"--report", *options.report};
    if (options.output) refuse_same({"--output", output}, report);
    refuse_replacing(report, {"INPUT", options.input});
    if (options.expect) refuse_replacing(report, {"--expect", options.expect->path});
  }
  if (!options.output) return;
  if (options.expect) refuse_replacing({"--output", output}, {"--expect", options.expect->path});
  if (!options.check) return;
  for (const std::string& input : options.inputs) refuse_replacing({"--output", output}, {"INPUT", input});
}
}  // namespace

Options parse_options(int argc, const char* const* argv) {
  CLI::App app("", "softmax");
  std::optional<std::string> input;
  TypedOptions all;
  for (const Option& option : option_table()) all.push_back({&option});
  declare(app, input, all);
  refuse_single_dashes(app, argc, argv);
  Options options;
  try {
    app.parse(argc, argv);
  } catch (const CLI::CallForHelp&) {
    options.text = help(app);
    return options;
  } catch (const CLI::CallForVersion&) {
    options.text = version_text();
    return options;
  } catch (const CLI::ParseError& error) {
    refuse(error);
  }
  options.inputs = inputs_of(app, input);
  options.has_input = !options.inputs.empty();
  if (!options.has_input) options.inputs = {"-"};
  options.input = options.inputs.front();
  if (options.inputs.size() > 1 && !has(all, "--check")) {
    throw Error(formatted("expected one INPUT, found \"{}\" after \"{}\"; only --check takes several",
                          options.inputs[1], options.inputs[0]));
  }
  apply_all(all, options);
  if (options.explain) understand_explaining(options);
  if (options.expect) understand_expecting(all, options);
  refuse_replaced_files(options);
  return options;
}
}  // namespace softmax::cli
