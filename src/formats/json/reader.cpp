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

/// "--pointer /logits", for the member that was chosen in the object to which `way` points.
std::string pointer_to_member(const JsonTensorPlace& place, std::string_view way) {
  return json_pointer_option(formatted("{}{}", way, json_pointer_step(json_unescaped(place.key))));
}

/// The shape of the tensor: its own, or the member "shape" next to it, which must have the same number of elements.
Shape shape_of(const JsonScanner& scanner, const JsonTensorPlace& place, const JsonTensor& tensor,
               std::string_view way) {
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
    scanner.fail(place.shape->begin, formatted("{} {} holds {} element{}, {} has {}; {} reads it without the shape",
                                               place.shape->key, shape_text(shape), expected, expected == 1 ? "" : "s",
                                               place.key, found, pointer_to_member(place, way)));
  }
  const bool is_flat = tensor.shape.size() < 2;
  if (!is_flat && tensor.shape != shape) {
    scanner.fail(
        place.shape->begin,
        formatted("{} {} is not the shape {} in which {} is nested; {} reads it without the shape", place.shape->key,
                  shape_text(shape), shape_text(tensor.shape), place.key, pointer_to_member(place, way)));
  }
  return shape;
}

/// Throws Error where the document is the index before the numbers of a vector, as R prints it: `[1] 0.5 0.2`.
void refuse_index_of_r(const JsonScanner& scanner, const char* begin, const char* end) {
  constexpr std::string_view of_numbers = "-0123456789NI";
  const std::string_view index(begin + 1, end);
  const char* next = end;
  while (*next == ' ' || *next == '\t') ++next;
  const bool is_index = *begin == '[' && index.size() > 1 && index.find_first_not_of("0123456789") + 1 == index.size();
  if (!is_index || next == end || of_numbers.find(*next) == std::string_view::npos) return;
  scanner.fail(begin,
               formatted("expected one document after another, found a vector as R prints it, after its index {}; "
                         "--from text reads it",
                         std::string_view(begin, end)));
}

/// What both readers share: reads the document that starts at a place of a text.
class DocumentReader {
 public:
  explicit DocumentReader(const ReadOptions& options)
      : options_(options), pointer_(options.pointer ? std::optional<JsonPointer>(*options.pointer) : std::nullopt) {}

  /// Reads the document and sets `at` to its end. `parsing` receives the progress, if given.
  Document read(const JsonScanner& scanner, const char*& at, ParsingProgress* parsing = nullptr) const {
    const char* begin = at;
    const JsonRules rules{.null_is_nan = options_.missing == Missing::nan,
                          .is_expected = options_.is_expected,
                          .dtype_is_given = options_.dtype.has_value()};
    JsonTensorPlace place = find_json_tensor(scanner, begin, pointer_at(scanner, begin), rules);
    Document document;
    document.dtype = options_.dtype.value_or(place.dtype.value_or(Dtype::float64));
    document.notes = std::move(place.notes);
    std::vector<NumberToken> tokens;
    JsonTensor tensor = read_json_array(scanner, place.tensor,
                                        {.dtype = document.dtype,
                                         .null_is_nan = options_.missing == Missing::nan,
                                         .tokens = options_.digits ? &tokens : nullptr,
                                         .parsing = parsing});
    at = place.document_end == nullptr ? tensor.end : place.document_end;
    document.shape = shape_of(scanner, place, tensor, options_.pointer.value_or(""));
    if (options_.shape) document.shape = reshaped(*options_.shape, size(tensor.values));
    if (options_.keep) {
      if (options_.shape && place.shape) {
        scanner.fail(place.shape->begin,
                     formatted("--keep would leave this {} next to data of another one: drop --keep or --shape",
                               place.shape->key));
      }
      const bool is_flat = place.shape && tensor.shape.size() == 1 && document.shape.size() != 1;
      document.frame = JsonFrame{{begin, place.tensor}, {tensor.end, at}, is_flat};
    }
    document.values = memory_source(std::move(tensor.values));
    if (options_.digits) {
      document.print.emplace().numbers = printed_numbers(tokens);
      document.print->dtype = place.dtype;
    }
    return document;
  }

 private:
  /// The pointer, unless it may miss and the document has no such member.
  std::optional<JsonPointer> pointer_at(const JsonScanner& scanner, const char* document) const {
    if (!pointer_ || !options_.pointer_may_miss) return pointer_;
    if (*document != '{') return std::nullopt;
    try {
      pointer_->find(scanner, document);
    } catch (const Error&) {
      return std::nullopt;
    }
    return pointer_;
  }

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
    const char* const begin = at_;
    Document document = documents_.read(scanner, at_, &*parsing_);
    refuse_index_of_r(scanner, begin, at_);
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
