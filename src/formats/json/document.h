#pragma once

#include <optional>
#include <vector>

#include "core/shape.h"
#include "formats/json/syntax.h"

namespace softmax::formats {
/// A JSON pointer (RFC 6901): the path from a document to a value in it.
class JsonPointer {
 public:
  /// Throws Error, which names --pointer, for what is no pointer.
  explicit JsonPointer(std::string text);

  const std::string& text() const { return text_; }

  /// The value that the pointer leads to.
  struct Target {
    const char* value;         ///< its first byte
    const char* document_end;  ///< nullptr for the pointer "": the value is the document
  };

  /// Walks from the document that starts at `at`. Checks all of the document on the way, unless the pointer is "".
  /// The last of several members with one name counts, as in most JSON libraries. Throws Error for malformed JSON, and
  /// where the next step does not exist; the message says what exists there.
  Target find(const JsonScanner& scanner, const char* at) const;

 private:
  struct Step {
    std::string name;        ///< unescaped
    std::size_t text_begin;  ///< its '/' in the pointer's text
  };

  Target member(const JsonScanner& scanner, const char* object, const Step& step) const;
  Target element(const JsonScanner& scanner, const char* array, const Step& step) const;
  [[noreturn]] void fail(const JsonScanner& scanner, const char* at, const Step& step, std::string_view what) const;

  std::string text_;
  std::vector<Step> steps_;
};

/// The "shape" next to "data".
struct JsonShape {
  const char* begin;  ///< its bracket in the text
  Shape sizes;
};

/// The place of the tensor in a JSON document.
struct JsonTensorPlace {
  const char* tensor;        ///< its first byte; what follows has not been checked
  const char* document_end;  ///< nullptr: the tensor is the document, and nothing is checked
  std::optional<JsonShape> shape;
};

/// Finds the tensor in the document that starts at `at`: the document itself, or what `pointer` leads to. In an object
/// with "shape" and "data", it is "data". In another object, without a pointer, it is the one direct member that is an
/// array of numbers, or failing that an array of nothing. The last of several members with one name counts. Throws
/// Error for malformed JSON around the tensor, and where there is no tensor to choose or more than one.
JsonTensorPlace find_json_tensor(const JsonScanner& scanner, const char* at, const std::optional<JsonPointer>& pointer);
}  // namespace softmax::formats
