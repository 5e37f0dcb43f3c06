#include "formats/reader.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <string_view>
#include <utility>

#include <fmt/ranges.h>

#include "core/error.h"
#include "core/formatted.h"
#include "formats/detect.h"
#include "io/foreign.h"

namespace softmax::formats {
namespace {
/// An option that a message names, with its value: "--pointer /a", "--shape".
struct Mention {
  std::string name;   ///< without the dashes
  std::string value;  ///< empty where it names none
  std::size_t end;    ///< in the message
};

/// Whether the word after an option in a message is its value, and no word of the sentence.
bool is_value(std::string_view word) {
  const auto names = readable_names();
  const auto is_one_of = [word](const auto& words) {
    return std::find(words.begin(), words.end(), word) != words.end();
  };
  if (word.empty()) return false;
  if (word[0] == '/' || word[0] == '-' || (word[0] >= '0' && word[0] <= '9') || (word[0] >= 'A' && word[0] <= 'Z')) {
    return true;
  }
  return is_one_of(names) || is_one_of(std::array<std::string_view, 3>{"yes", "no", "nan"}) || dtype_named(word);
}

Mention mention_at(std::string_view message, std::size_t at) {
  const std::size_t begin = at + 2;
  const std::size_t end = std::min(message.find_first_not_of("abcdefghijklmnopqrstuvwxyz-", begin), message.size());
  Mention mention{std::string(message.substr(begin, end - begin)), "", end};
  if (end == message.size() || message[end] != ' ') return mention;
  std::string_view word = message.substr(end + 1, message.find(' ', end + 1) - end - 1);
  const bool is_value_of_error = word.ends_with(':');  // "--pointer a: expected …"
  while (!word.empty() && std::string_view(",;:)").find(word.back()) != std::string_view::npos) word.remove_suffix(1);
  if (word.starts_with("--") || !(is_value_of_error || is_value(word))) return mention;
  mention.value = word;
  mention.end = end + 1 + word.size();
  return mention;
}

/// The message with other words for each option: say(text, mention, is_next) appends them. is_next: another option and
/// its value are directly before.
template <class Say>
std::string with_options_said(std::string_view message, Say say) {
  std::string text;
  std::size_t next_option = std::string_view::npos;  // its place, if one follows directly
  for (std::size_t at = 0; at < message.size();) {
    const bool is_option = message.substr(at).starts_with("--") && at + 2 < message.size() && message[at + 2] >= 'a' &&
                           message[at + 2] <= 'z' && (at == 0 || message[at - 1] == ' ' || message[at - 1] == '(');
    if (!is_option) {
      text += message[at++];
      continue;
    }
    const Mention mention = mention_at(message, at);
    say(text, mention, at == next_option);
    at = mention.end;
    next_option = mention.value.empty() ? std::string_view::npos : at + 1;
  }
  return text;
}

/// Throws the errors of the reader with the words for the expected text.
class ExpectedReader : public Reader {
 public:
  explicit ExpectedReader(std::unique_ptr<Reader> reader) : Reader(reader->format()), reader_(std::move(reader)) {}

  std::optional<Document> next() override {
    try {
      return reader_->next();
    } catch (const Error& error) {
      throw Error(error.place(), said_of_expected(error.what()));
    }
  }
  bool is_sequence() const override { return reader_->is_sequence(); }
  bool says_tensor() const override { return reader_->says_tensor(); }

 private:
  std::unique_ptr<Reader> reader_;
};

/// What counts for the expected text too: the shape and the dtype of the run only where nothing else says them.
ReadOptions for_expected(ReadOptions options, Content content) {
  if (content != Content::any) options.shape.reset();
  if (content == Content::text && options.dtype) options.dtype = Dtype::float64;  // the numbers as they are written
  return options;
}

std::unique_ptr<Reader> open_input_reader(Input input, const ReadOptions& options) {
  if (!options.format || row(*options.format).content != Content::any) {
    refuse_foreign(input, options.is_expected || options.in_case_file ? Wanted::tensor_file : Wanted::input);
  }
  const Format format = detect(input, options);
  const FormatRow& chosen = row(format);
  input.tell(*options.progress);
  if (chosen.content == Content::text) {
    refuse_utf16(input);
    refuse_zeros(input, "a number");
  }
  return chosen.read(std::move(input), options.is_expected ? for_expected(options, chosen.content) : options, format);
}
}  // namespace

std::string said_of_expected(std::string_view message) {
  return with_options_said(message, [](std::string& text, const Mention& mention, bool is_next) {
    const bool is_other = mention.name == "pointer" || mention.name == "from";
    if (mention.name == "shape" && is_next) return text.pop_back();  // it counts for the input alone
    text += formatted("--{}{}{}{}", is_other ? "expect-" : "", mention.name, mention.value.empty() ? "" : " ",
                      mention.value);
  });
}

std::string said_of_case(std::string_view message) {
  return with_options_said(message, [](std::string& text, const Mention& mention, bool is_next) {
    if (is_next) text.back() = ',';
    if (is_next) text += ' ';
    std::string key = mention.name;
    std::replace(key.begin(), key.end(), '-', '_');
    text += formatted("\"{}\"", key);
    if (mention.value.empty()) return;
    if (key == "shape") {
      text += formatted(": [{}]", mention.value);
    } else if (key == "label_columns" || mention.value == "\"\"") {
      text += formatted(": {}", mention.value);
    } else {
      text += formatted(": \"{}\"", mention.value);
    }
  });
}

std::unique_ptr<Reader> open_reader(Input input, const ReadOptions& options) {
  if (!options.is_expected) return open_input_reader(std::move(input), options);
  try {
    return std::make_unique<ExpectedReader>(open_input_reader(std::move(input), options));
  } catch (const Error& error) {
    throw Error(error.place(), said_of_expected(error.what()));
  }
}

Shape reshaped(const std::vector<long>& requested, std::size_t elements) {
  const auto fail = [&](const std::string& why) {
    throw Error(formatted("--shape {} does not fit {} element{}: {}", fmt::join(requested, ","), elements,
                          elements == 1 ? "" : "s", why));
  };
  if (requested.size() > largest_rank) {
    throw Error(formatted("--shape {}: expected {} sizes at most, found {}", fmt::join(requested, ","), largest_rank,
                          requested.size()));
  }
  Shape shape;
  for (const long size : requested) shape.push_back(size == -1 ? 1 : static_cast<std::size_t>(size));
  const std::size_t known = element_count(shape);
  const auto open = std::find(requested.begin(), requested.end(), -1);
  if (open == requested.end()) {
    if (known != elements) fail(formatted("it holds {}", known));
    return shape;
  }
  if (known == 0) fail("beside a 0 the -1 can stand for any size");
  if (elements % known != 0) fail(formatted("that is no multiple of {}", known));
  shape[static_cast<std::size_t>(open - requested.begin())] = elements / known;
  return shape;
}
}  // namespace softmax::formats
