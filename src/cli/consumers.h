#pragma once

#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "check/subject.h"
#include "core/block.h"
#include "core/outcome.h"
#include "core/request.h"
#include "core/shape.h"
#include "core/sink.h"
#include "derive/forms.h"
#include "formats/reader.h"
#include "formats/writer.h"
#include "io/output.h"

namespace softmax::cli {
/// A part of a run that uses its tensors and results. The run calls `prepare` before each tensor is computed, sends the
/// result to the sink, calls `take` afterwards, and `finish` after the last tensor.
class Consumer {
 public:
  virtual ~Consumer() = default;

  /// May take the values of the document; it then puts them back as a source in memory.
  virtual void prepare(formats::Document& /*document*/) {}

  /// Where the consumer wants results; nullptr when it wants none. Several consumers may share a sink.
  virtual Sink* sink() { return nullptr; }

  /// Takes what was found out about a tensor, and may add to it for the next consumers. `is_last`: no tensor follows.
  virtual void take(Outcome& /*outcome*/, bool /*is_last*/) {}

  /// `is_sequence`: the input is of a kind that holds several tensors.
  virtual void finish(bool /*is_sequence*/) {}
};

/// Writes results onto an output: a path or "-".
class ResultWriter : public Consumer {
 public:
  ResultWriter(const std::string& output, const formats::WriteOptions& writing)
      : output_(Output::open(output)), format_(writing.format), writer_(formats::open_writer(output_, writing)) {}

  /// Notes what the format does not hold of the tensor.
  void prepare(formats::Document& document) override;
  Sink* sink() override { return writer_.get(); }
  void take(Outcome& outcome, bool is_last) override;
  void finish(bool) override { output_.finish(); }

 private:
  Output output_;
  formats::Format format_;
  std::unique_ptr<Sink> writer_;
  std::size_t results_ = 0;
};

/// --explain: the element, and how it is explained.
struct Explain {
  std::vector<long> index;  ///< negative coordinates count from the end
  derive::Form format = derive::Form::text;
  std::optional<int> precision;
};

/// Explains one element of a run's only tensor. `kept` keeps the result.
class Explanation : public Consumer {
 public:
  Explanation(const std::string& output, Explain explain, Request request, MemorySink& kept)
      : output_(Output::open(output)), explain_(std::move(explain)), request_(std::move(request)), kept_(kept) {}

  /// Throws Error when the tensor has no such element, and for a second tensor.
  void prepare(formats::Document& document) override;
  Sink* sink() override { return &kept_; }
  void finish(bool is_sequence) override;

 private:
  Output output_;
  Explain explain_;
  Request request_;
  MemorySink& kept_;
  bool has_tensor_ = false;
  Index index_;
  Tensor input_;
};

/// --expect: the file to compare with, and how.
struct Expect {
  std::string path;                     ///< "-" is standard input
  std::optional<formats::Format> from;  ///< --expect-from
  std::optional<std::string> pointer;   ///< --expect-pointer
  std::optional<check::Tolerance> tolerance;
  check::Command command;  ///< the run that is compared
};

/// Opens and detects the file. It is read as INPUT (`read`) is, but for the format; --pointer counts where an object
/// has such a member, or if INPUT is not JSON. Throws Error when it can't be read.
std::unique_ptr<formats::Reader> open_expected(const Expect& expect, const formats::ReadOptions& read,
                                               formats::Format input);

/// Compares results with the tensors of a file, one after another. `kept` keeps the results.
class Comparison : public Consumer {
 public:
  Comparison(Expect expect, std::unique_ptr<formats::Reader> reader, MemorySink& kept)
      : expect_(std::move(expect)), kept_(kept), reader_(std::move(reader)) {}

  /// Reads the tensor to compare with. Throws Error for one that can't be read.
  void prepare(formats::Document& document) override;
  Sink* sink() override { return &kept_; }

  /// Adds the verdict. A tensor that the file lacks is a mismatch; so are tensors that are left in it after the last,
  /// except in a text, where a single input has one result among them.
  void take(Outcome& outcome, bool is_last) override;

 private:
  Verdict verdict();

  Expect expect_;
  MemorySink& kept_;
  std::unique_ptr<formats::Reader> reader_;
  /// Takes the next tensor of the file, if there is one.
  void take_expected();

  /// Takes the tensor of a text that is the result of its only input.
  void choose(Outcome& outcome);

  std::size_t compared_ = 0;
  std::optional<check::Expected> expected_;
  std::vector<std::string> expected_notes_;
  std::vector<double> input_;
  std::optional<Print> print_;  ///< of the input
  bool input_shows_rank_ = true;
};

/// Writes the reports of all tensors as one JSON document. A file gets them as they come; an output from which nothing
/// can be taken back gets them when all are there.
class ReportFile : public Consumer {
 public:
  /// `kept` keeps the results that the report is to hold; nullptr: they are written elsewhere.
  ReportFile(const std::string& output, std::string input_name, MemorySink* kept, std::optional<int> precision)
      : output_(Output::open(output)), input_name_(std::move(input_name)), kept_(kept), precision_(precision) {}

  Sink* sink() override { return kept_; }
  void take(Outcome& outcome, bool is_last) override;
  void finish(bool is_sequence) override;

 private:
  std::string result_json() const;

  Output output_;
  std::string input_name_;
  MemorySink* kept_;
  std::optional<int> precision_;
  bool has_begun_ = false;  ///< the output has the start of a sequence
  std::size_t reports_ = 0;
  std::string waiting_;  ///< what the output does not have yet
};
}  // namespace softmax::cli
