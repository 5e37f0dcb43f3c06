#include "formats/reader.h"

#include <algorithm>
#include <utility>

#include <fmt/ranges.h>

#include "core/error.h"
#include "core/formatted.h"
#include "formats/printed/forms.h"
#include "io/foreign.h"

namespace softmax::formats {
namespace {
/// The error with the words for the expected text. Columns are chosen by an option that counts for INPUT, too, so the
/// message names the text.
Error error_of_expected(const Error& error, const std::string& name) {
  const std::string message = said_of_expected(error.what());
  return {error.place(), message.starts_with("--columns ") ? formatted("{}: {}", name, message) : message};
}

/// Throws the errors of the reader with the words for the expected text.
class ExpectedReader : public Reader {
 public:
  ExpectedReader(std::unique_ptr<Reader> reader, std::string name)
      : Reader(reader->format()), reader_(std::move(reader)), name_(std::move(name)) {}

  std::optional<Document> next() override {
    try {
      return reader_->next();
    } catch (const Error& error) {
      throw error_of_expected(error, name_);
    }
  }
  bool is_sequence() const override { return reader_->is_sequence(); }
  bool says_tensor() const override { return reader_->says_tensor(); }

 private:
  std::unique_ptr<Reader> reader_;
  std::string name_;  ///< of the text
};

/// What counts for the expected text too: the shape and the dtype of the run only where nothing else says them.
ReadOptions for_expected(ReadOptions options, Content content) {
  if (content != Content::any) options.shape.reset();
  if (content == Content::text && options.dtype) options.dtype = Dtype::float64;  // the numbers as they are written
  return options;
}

/// Throws Error for a format that is known by its ending, but not read.
void refuse_unread(const Input& input) {
  const UnreadFormat* format = unread_by_ending(input.name());
  if (format == nullptr) return;
  throw Error({input.name(), 0, 0, {}, 0}, formatted("{} is not read yet; {}", format->name, format->reading));
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

Format detect(Input& input, const ReadOptions& options) {
  if (options.format) return *options.format;
  for (const FormatRow& each : format_rows()) {
    if (!each.magic.empty() && input.peek(each.magic.size()) == each.magic) return Format{each.name};
  }
  refuse_unread(input);
  const std::optional<Format> named = format_by_ending(input.name());
  return named ? *named : format_of_content(input.peek(4096));
}

Format format_of_content(std::string_view beginning) {
  if (beginning.starts_with(byte_order_mark)) beginning.remove_prefix(byte_order_mark.size());
  if (looks_printed(beginning)) return Format::text;
  const std::size_t first = beginning.find_first_not_of(" \t\r\n");
  const bool is_json = first != std::string_view::npos && (beginning[first] == '{' || beginning[first] == '[');
  return is_json ? Format::json : Format::csv;
}

std::unique_ptr<Reader> open_reader(Input input, const ReadOptions& options) {
  if (!options.is_expected) return open_input_reader(std::move(input), options);
  const std::string name = input.name();
  try {
    return std::make_unique<ExpectedReader>(open_input_reader(std::move(input), options), name);
  } catch (const Error& error) {
    throw error_of_expected(error, name);
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
  if (known == 0) fail("with a size of 0 the -1 can be any size");
  if (elements % known != 0) fail(formatted("that is no multiple of {}", known));
  shape[static_cast<std::size_t>(open - requested.begin())] = elements / known;
  return shape;
}
}  // namespace softmax::formats
