#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "bestfit/exchange/protobuf.h"

namespace bestfit::exchange {

/// Types of ONNX's tensors, by their numbers.
enum class TensorType { real32 = 1, whole64 = 7, text = 8, boolean = 9, real64 = 11 };

/// One decision tree of an ensemble; node 0 is its root.
struct Tree {
  struct Node {
    std::string mode = "LEAF";  // BRANCH_LT, BRANCH_EQ, …
    std::int64_t feature = 0;
    double value = 0.0;
    std::int64_t yes = 0;
    std::int64_t no = 0;
    std::vector<std::pair<std::int64_t, double>> weights;  // of a leaf: target and what it adds
  };
  std::vector<Node> nodes;
};

/// An ONNX graph in the making: each call adds a node and returns the name of its output.
///   source  github.com/onnx/onnx docs/IR.md, Operators.md, Operators-ml.md
class Graph {
 public:
  /// Inputs are columns, [N, 1].
  void add_input(const std::string& name, TensorType type, const std::string& words);
  std::string constant(float value);
  std::string node(const std::string& type, const std::vector<std::string>& inputs);
  std::string cast(const std::string& input, TensorType type);
  std::string concat(const std::vector<std::string>& inputs);
  /// Column `index` of a matrix, [N].
  std::string column(const std::string& matrix, std::int64_t index);
  /// Numbers by text; others give `otherwise`.
  std::string by_text(const std::string& input, const std::vector<std::string>& texts,
                      const std::vector<float>& numbers, float otherwise);
  std::string text_by_number(const std::string& input, const std::vector<std::int64_t>& numbers,
                             const std::vector<std::string>& texts);
  std::string number_by_number(const std::string& input, const std::vector<std::int64_t>& numbers,
                               const std::vector<float>& values, float otherwise);
  /// Sums of what the trees' leaves add, [N, targets], of features [N, F] in double.
  std::string trees(const std::string& features, const std::vector<Tree>& trees,
                    std::int64_t targets);
  void add_output(const std::string& value, const std::string& name, TensorType type);

  /// The bytes of a model file.
  [[nodiscard]] std::string model(const std::string& words,
                                  const std::vector<std::pair<std::string, std::string>>& facts);

 private:
  std::string next_name();
  std::string add(Message node);
  std::string add_encoder(const std::string& input, const std::vector<Message>& attributes);
  std::string add_constant(TensorType type, const std::string& data);

  int names_ = 0;
  Message graph_;
};

}  // namespace bestfit::exchange
