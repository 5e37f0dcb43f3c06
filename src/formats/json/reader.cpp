#include "formats/reader.h"

#include <algorithm>
#include <utility>

#include "core/error.h"
#include "core/formatted.h"
#include "formats/json/array.h"
#include "formats/json/document.h"

namespace softmax::formats {
namespace {
/// Whether a document with a tensor can start with c.
bool begins_document(char c) { return std::string_view("[{-0123456789NI").find(c) != std::string_view::npos; }

/// The shape of the tensor: its own, or the member "shape" next to it, which must have the same number of elements.
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
    scanner.fail(place.shape->begin, formatted("\"shape\" {} holds {} element{}, \"data\" has {}", shape_text(shape),
                                               expected, expected == 1 ? "" : "s", found));
  }
  return shape;
}

/// What both readers share: reads the document that starts at a place of a text.
class DocumentReader {
 public:
  explicit DocumentReader(const ReadOptions& options)
      : options_(options), pointer_(options.pointer ? std::optional<JsonPointer>(*options.pointer) : std::nullopt) {}

  /// Reads the document and sets `at` to its end. `parsing` receives the progress, if given.
  Document read(const JsonScanner& scanner, const char*& at, ParsingProgress* parsing = nullptr) const {
    const char* begin = at;
    const JsonTensorPlace place = find_json_tensor(scanner, begin, pointer_);
    Document document;
    document.dtype = options_.dtype.value_or(Dtype::float64);
    std::vector<NumberToken> tokens;
    JsonTensor tensor =
        read_json_array(scanner, place.tensor,
                        {.dtype = document.dtype, .tokens = options_.digits ? &tokens : nullptr, .parsing = parsing});
    at = place.document_end == nullptr ? tensor.end : place.document_end;
    document.shape = shape_of(scanner, place, tensor);
    if (options_.shape) document.shape = reshaped(*options_.shape, size(tensor.values));
    if (options_.keep) {
      if (options_.shape && place.shape) {
        scanner.fail(place.shape->begin,
                     "--keep would leave this \"shape\" next to data of another one: drop --keep or --shape");
      }
      const bool is_flat = place.shape && tensor.shape.size() == 1 && document.shape.size() != 1;
      document.frame = JsonFrame{{begin, place.tensor}, {tensor.end, at}, is_flat};
    }
    document.values = memory_source(std::move(tensor.values));
    if (options_.digits) document.print.emplace().numbers = printed_numbers(tokens, WholeNumbers::exact);
    return document;
  }

 private:
  ReadOptions options_;
  std::optional<JsonPointer> pointer_;  ///< parsed first: a malformed one is refused before anything is read
};

[[noreturn]] void fail_empty(const std::string& name) {
  throw Error({name, 0, 0, {}, 0}, "no tensor: the input is empty");
}

/// Reads one document after another. Text after a document that cannot be another one is an error before the document
/// is returned, so the input is read to its end first: whole, or piece by piece when it is a single plain tensor.
class JsonReader : public Reader {
 public:
  JsonReader(Input input, const ReadOptions& options)
      : Reader(Format::json), documents_(options), options_(options), input_(std::move(input)) {}

  std::optional<Document> next() override {
    if (!is_first_) return next_of_text();
    TextPieces pieces(input_, ',', options_.piece_size);
    if (std::optional<Document> document = plain_document(pieces)) {
      is_first_ = false;
      return document;
    }
    text_.emplace(input_.name(), pieces.whole());
    parsing_.emplace(*options_.progress, *text_);
    at_ = text_->begin();
    return next_of_text();
  }

  bool is_sequence() const override { return is_sequence_; }

 private:
  std::optional<Document> plain_document(TextPieces& pieces) {
    const bool may_be_plain = !options_.keep && !options_.pointer && !options_.digits && input_.peek(1) == "[";
    if (!may_be_plain || pieces.is_short()) return std::nullopt;
    std::optional<Tensor> tensor = read_plain_json(pieces, options_.dtype.value_or(Dtype::float64), options_.threads);
    if (!tensor) return std::nullopt;
    Document document;
    document.dtype = tensor->dtype;
    document.shape = options_.shape ? reshaped(*options_.shape, size(tensor->values)) : tensor->shape;
    document.values = memory_source(std::move(tensor->values));
    return document;
  }

  std::optional<Document> next_of_text() {
    if (!text_) return std::nullopt;
    const JsonScanner scanner(*text_, text_->end());
    at_ = scanner.skip_blanks(at_);
    if (at_ == text_->end()) {
      if (is_first_) fail_empty(text_->name());
      return std::nullopt;
    }
    is_first_ = false;
    Document document = documents_.read(scanner, at_, &*parsing_);
    at_ = scanner.skip_blanks(at_);
    parsing_->reach(at_);
    if (at_ < text_->end()) {
      if (!begins_document(*at_)) scanner.fail_expecting(at_, "the end of the input or another document");
      is_sequence_ = true;
    }
    return document;
  }

  DocumentReader documents_;
  ReadOptions options_;
  Input input_;
  std::optional<Text> text_;  ///< unless the document was plain
  std::optional<ParsingProgress> parsing_;
  const char* at_ = nullptr;
  bool is_first_ = true;
  bool is_sequence_ = false;
};

/// Reads one document from each line that is not blank, each as soon as its line has arrived.
class JsonLinesReader : public Reader {
 public:
  JsonLinesReader(Input input, const ReadOptions& options)
      : Reader(Format::jsonl), documents_(options), input_(std::move(input)), lines_(input_) {}

  std::optional<Document> next() override {
    while (std::optional<std::string> line = lines_.next()) {
      const Text text(input_.name(), *std::move(line), lines_.number());
      const JsonScanner scanner(text, std::find(text.begin(), text.end(), '\n'));
      const char* at = scanner.skip_blanks(text.begin());
      if (at == scanner.end()) continue;
      is_first_ = false;
      Document document = documents_.read(scanner, at);
      at = scanner.skip_blanks(at);
      if (at < scanner.end()) {
        scanner.fail_expecting(at, "the end of the line (a jsonl document is on one line)");
      }
      return document;
    }
    if (is_first_) fail_empty(input_.name());
    return std::nullopt;
  }

  bool is_sequence() const override { return true; }

 private:
  DocumentReader documents_;
  Input input_;
  Lines lines_;
  bool is_first_ = true;
};
}  // namespace

/// Reads tensors from JSON documents: json, one document after another, or jsonl, one on each line that is not blank.
/// json is read whole first, jsonl line by line as it arrives. With ReadOptions::keep, documents carry their JsonFrame.
/// `format` is json or jsonl. Throws Error for a malformed ReadOptions::pointer, or when the input cannot be read.
std::unique_ptr<Reader> json_reader(Input input, const ReadOptions& options, Format format) {
  if (format == Format::jsonl) return std::make_unique<JsonLinesReader>(std::move(input), options);
  return std::make_unique<JsonReader>(std::move(input), options);
}
}  // namespace softmax::formats
