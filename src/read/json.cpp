#include "read/json.h"

#include <fmt/format.h>

#include <algorithm>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "core/error.h"
#include "read/json_array.h"
#include "read/json_document.h"
#include "read/json_pointer.h"
#include "read/json_syntax.h"
#include "read/text.h"

namespace softmax::read {
namespace {

/// Whether a document with a tensor in it can begin with c.
bool begins_document(char c) {
  return std::string_view("[{-0123456789NI").find(c) != std::string_view::npos;
}

/// The shape of the tensor: its own, or that of the member "shape" beside it, which must hold as many elements.
Shape shape_of(const JsonScanner& scanner, const JsonTensorPlace& place, const JsonTensor& tensor) {
  if (!place.shape) return tensor.shape;
  const Shape& shape = place.shape->sizes;
  std::size_t expected = 0;
  try {
    expected = element_count(shape);
  } catch (const Error& error) {
    scanner.fail(place.shape->begin, error.what());
  }
  const std::size_t found = size(tensor.values);
  if (expected != found) {
    scanner.fail(place.shape->begin, fmt::format("\"shape\" {} holds {} element{}, \"data\" has {}", shape_text(shape),
                                                 expected, expected == 1 ? "" : "s", found));
  }
  return shape;
}

class JsonReader : public Reader {
 public:
  JsonReader(Input input, const Options& options, Format format)
      : Reader(format),
        options_(options),
        pointer_(options.pointer ? std::optional<JsonPointer>(*options.pointer) : std::nullopt),
        text_(input.name(), input.read_rest()),
        at_(text_.begin()) {}

  std::optional<Document> next() override {
    const bool is_jsonl = format() == Format::jsonl;
    at_ = JsonScanner(text_, text_.end()).skip_blanks(at_);
    if (at_ == text_.end()) {
      if (is_first_) throw Error({text_.name(), 0, 0, {}, 0}, "no tensor: the input is empty");
      return std::nullopt;
    }
    const JsonScanner scanner(text_, is_jsonl ? std::find(at_, text_.end(), '\n') : text_.end());
    Document document = read_document(scanner);
    is_first_ = false;
    at_ = scanner.skip_blanks(at_);
    if (at_ < scanner.end()) expect_another(scanner);
    return document;
  }

  bool is_sequence() const override { return is_sequence_; }

 private:
  /// Reads the document that begins at at_, and goes behind it.
  Document read_document(const JsonScanner& scanner) {
    const char* begin = at_;
    const JsonTensorPlace place = find_json_tensor(scanner, begin, pointer_);
    Document document;
    document.dtype = options_.dtype.value_or(Dtype::float64);
    JsonTensor tensor = read_json_array(scanner, place.tensor, document.dtype);
    at_ = place.document_end == nullptr ? tensor.end : place.document_end;
    document.shape = shape_of(scanner, place, tensor);
    if (options_.shape) document.shape = reshaped(*options_.shape, size(tensor.values));
    if (options_.keep) {
      if (options_.shape && place.shape) {
        scanner.fail(place.shape->begin, "--keep would leave this \"shape\" beside data of another one: drop --keep or --shape");
      }
      const bool is_flat = place.shape && tensor.shape.size() == 1 && document.shape.size() != 1;
      document.frame = JsonFrame{{begin, place.tensor}, {tensor.end, at_}, is_flat};
    }
    document.values = memory_source(std::move(tensor.values));
    return document;
  }

  /// Something stands behind a document. What can't be another one is an error before the document is given out.
  void expect_another(const JsonScanner& scanner) {
    if (format() == Format::jsonl) {
      scanner.fail_expecting(at_, "the end of the line (a document of jsonl stands on one line)");
    }
    if (!begins_document(*at_)) scanner.fail_expecting(at_, "the end of the input or another document");
    is_sequence_ = true;
  }

  Options options_;
  std::optional<JsonPointer> pointer_;  ///< before the text: nothing is read for a malformed one
  Text text_;
  const char* at_;
  bool is_first_ = true;
  bool is_sequence_ = format() == Format::jsonl;
};

}  // namespace

std::unique_ptr<Reader> json_reader(Input input, const Options& options, Format format) {
  return std::make_unique<JsonReader>(std::move(input), options, format);
}

}  // namespace softmax::read
