#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "core/block.h"
#include "core/dtype.h"
#include "core/print.h"
#include "core/progress.h"
#include "core/shape.h"
#include "core/sink.h"
#include "formats/format.h"
#include "io/input.h"

namespace softmax::formats {
enum class HeaderRule { automatic, yes, no };

/// What an empty cell of CSV, a word for it such as NA, and a null among the numbers of JSON are.
enum class Missing { error, nan };

/// How an input is to be read.
struct ReadOptions {
  std::optional<Format> format;            ///< else detected
  std::optional<Dtype> dtype;              ///< else what the input names, else float64
  std::optional<std::vector<long>> shape;  ///< --shape: the elements as this shape; at most one -1
  std::optional<std::string> pointer;      ///< --pointer: the member of each JSON document, as RFC 6901 writes it
  bool keep = false;                       ///< --keep: JSON documents keep their frame
  HeaderRule header = HeaderRule::automatic;
  std::optional<std::size_t> label_columns;  ///< else none, or one that is known to be an index
  std::optional<std::string> columns;        ///< --columns: those that are numbers, as ColumnList reads it; else all
  Missing missing = Missing::error;
  std::optional<char> delimiter;  ///< ' ' for runs of blanks
  bool is_expected = false;       ///< the input is what --expect compares with, not the tensor itself
  bool digits = false;            ///< documents carry the digits of their numbers, where they come from a text
  bool pointer_may_miss = false;  ///< the pointer counts only in objects that have such a member
  bool in_case_file = false;      ///< a case file names the input
  unsigned threads = 1;           ///< changes nothing of what is read
  std::size_t piece_size = std::size_t{1} << 19;  ///< of a text that threads share; changes nothing of what is read
  Progress* progress = &no_progress();  ///< is told how far reading and parsing have come; outlives the reader
};

/// One tensor of an input.
struct Document {
  Shape shape;
  Dtype dtype = Dtype::float64;
  std::unique_ptr<Source> values;
  Frame frame;
  std::optional<Print> print;      ///< with ReadOptions::digits, of a text
  std::vector<std::string> notes;  ///< what the account should say of the reading
};

/// The tensors of an input, one after another.
class Reader {
 public:
  virtual ~Reader() = default;

  /// The next tensor, or nothing at the end of the input. The values of the one before must have been read. Throws
  /// Error for what can't be read.
  virtual std::optional<Document> next() = 0;

  /// Whether the input is of a kind that holds any number of tensors and showed that it does: jsonl, or a second
  /// document or array met so far.
  virtual bool is_sequence() const = 0;

  /// Whether the first tensor of a print says `tensor`, as PyTorch does.
  virtual bool says_tensor() const { return false; }

  Format format() const { return format_; }

 protected:
  explicit Reader(Format format) : format_(format) {}

 private:
  Format format_;
};

/// The format to read an input in: ReadOptions::format; else npy when it begins as such a file does; else what the
/// ending of its name says; else what its first bytes look like. Takes nothing from the input. Throws Error when it
/// can't be read.
Format detect(Input& input, const ReadOptions& options);

/// What the first bytes of a text look like, a byte order mark and blanks aside: json for an array or object, text for
/// what libraries print (`[1 2]`, `tensor([1, 2])`, `x = [1, 2]`, `>>> x`, …), csv for everything else.
Format format_of_content(std::string_view beginning);

/// A message about the expected text or about a case file, for one about INPUT: it names the options or members that
/// count there. "--pointer /a" becomes "--expect-pointer /a", or "\"pointer\": \"/a\"" in a case file.
std::string said_of_expected(std::string_view message);
std::string said_of_case(std::string_view message);

/// Chooses the format (ReadOptions::format, else by detection) and reads; the reader owns the input. Throws Error, with
/// the words for the expected text where that is read.
std::unique_ptr<Reader> open_reader(Input input, const ReadOptions& options);

/// The shape that --shape asks for, for that many elements, its -1 worked out. Throws Error when it does not fit.
Shape reshaped(const std::vector<long>& requested, std::size_t elements);
}  // namespace softmax::formats
