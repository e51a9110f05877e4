#include "bestfit/exchange/graph.h"

#include "bestfit/base/version.h"

namespace bestfit::exchange {
namespace {

constexpr const char* kMlDomain = "ai.onnx.ml";
constexpr std::int64_t kIrVersion = 8;  // ONNX 1.10 and later
constexpr std::int64_t kOpset = 15;
constexpr std::int64_t kMlOpset = 3;

// Fields of NodeProto, AttributeProto, TensorProto, ValueInfoProto, GraphProto, ModelProto.
namespace field_number {
enum Node {
  node_input = 1,
  node_output = 2,
  node_name = 3,
  node_type = 4,
  node_attribute = 5,
  node_domain = 7
};
enum Attribute {
  attribute_name = 1,
  attribute_float = 2,
  attribute_int = 3,
  attribute_text = 4,
  attribute_tensor = 5,
  attribute_floats = 7,
  attribute_ints = 8,
  attribute_texts = 9,
  attribute_type = 20
};
enum Tensor { tensor_dims = 1, tensor_type = 2, tensor_name = 8, tensor_raw = 9 };
enum Graph {
  graph_node = 1,
  graph_name = 2,
  graph_initializer = 5,
  graph_input = 11,
  graph_output = 12
};
enum Model {
  model_ir = 1,
  model_producer = 2,
  model_producer_version = 3,
  model_words = 6,
  model_graph = 7,
  model_opset = 8,
  model_facts = 14
};
}  // namespace field_number

Message attribute(const std::string& name, std::int64_t type) {
  return Message()
      .text(field_number::attribute_name, name)
      .whole(field_number::attribute_type, type);
}

Message whole_attribute(const std::string& name, std::int64_t value) {
  return attribute(name, 2).whole(field_number::attribute_int, value);
}

Message float_attribute(const std::string& name, float value) {
  return attribute(name, 1).number(field_number::attribute_float, value);
}

Message text_attribute(const std::string& name, const std::string& value) {
  return attribute(name, 3).text(field_number::attribute_text, value);
}

Message wholes_attribute(const std::string& name, const std::vector<std::int64_t>& values) {
  Message message = attribute(name, 7);
  for (const std::int64_t value : values) message.whole(field_number::attribute_ints, value);
  return message;
}

Message floats_attribute(const std::string& name, const std::vector<float>& values) {
  Message message = attribute(name, 6);
  for (const float value : values) message.number(field_number::attribute_floats, value);
  return message;
}

Message texts_attribute(const std::string& name, const std::vector<std::string>& values) {
  Message message = attribute(name, 8);
  for (const std::string& value : values) message.text(field_number::attribute_texts, value);
  return message;
}

Message tensor(TensorType type, std::int64_t size, const std::string& data) {
  return Message()
      .whole(field_number::tensor_dims, size)
      .whole(field_number::tensor_type, static_cast<std::int64_t>(type))
      .text(field_number::tensor_raw, data);
}

Message doubles_attribute(const std::string& name, const std::vector<double>& values) {
  return attribute(name, 4).message(
      field_number::attribute_tensor,
      tensor(TensorType::real64, static_cast<std::int64_t>(values.size()), raw(values)));
}

/// [N, 1] or [N].
Message value_info(const std::string& name, TensorType type, bool is_column,
                   const std::string& words) {
  Message shape;
  shape.message(1, Message().text(2, "N"));
  if (is_column) shape.message(1, Message().whole(1, 1));
  const Message tensor_type = Message().whole(1, static_cast<std::int64_t>(type)).message(2, shape);
  Message info = Message().text(1, name).message(2, Message().message(1, tensor_type));
  if (!words.empty()) info.text(3, words);
  return info;
}

}  // namespace

std::string Graph::next_name() { return "value_" + std::to_string(++names_); }

std::string Graph::add(Message node) {
  std::string output = next_name();
  node.text(field_number::node_output, output);
  graph_.message(field_number::graph_node, node);
  return output;
}

void Graph::add_input(const std::string& name, TensorType type, const std::string& words) {
  graph_.message(field_number::graph_input, value_info(name, type, true, words));
}

std::string Graph::add_constant(TensorType type, const std::string& data) {
  std::string name = next_name();
  graph_.message(field_number::graph_initializer,
                 tensor(type, 1, data).text(field_number::tensor_name, name));
  return name;
}

std::string Graph::constant(float value) {
  return add_constant(TensorType::real32, raw(std::vector<float>{value}));
}

std::string Graph::node(const std::string& type, const std::vector<std::string>& inputs) {
  Message message;
  for (const std::string& input : inputs) message.text(field_number::node_input, input);
  return add(message.text(field_number::node_type, type));
}

std::string Graph::cast(const std::string& input, TensorType type) {
  return add(Message()
                 .text(field_number::node_input, input)
                 .text(field_number::node_type, "Cast")
                 .message(field_number::node_attribute,
                          whole_attribute("to", static_cast<std::int64_t>(type))));
}

std::string Graph::concat(const std::vector<std::string>& inputs) {
  Message message;
  for (const std::string& input : inputs) message.text(field_number::node_input, input);
  return add(message.text(field_number::node_type, "Concat")
                 .message(field_number::node_attribute, whole_attribute("axis", 1)));
}

std::string Graph::column(const std::string& matrix, std::int64_t index) {
  const std::string place =
      add_constant(TensorType::whole64, raw(std::vector<std::int64_t>{index}));
  const std::string column =
      add(Message()
              .text(field_number::node_input, matrix)
              .text(field_number::node_input, place)
              .text(field_number::node_type, "Gather")
              .message(field_number::node_attribute, whole_attribute("axis", 1)));
  const std::string shape = add_constant(TensorType::whole64, raw(std::vector<std::int64_t>{-1}));
  return node("Reshape", {column, shape});
}

std::string Graph::add_encoder(const std::string& input, const std::vector<Message>& attributes) {
  Message message =
      Message().text(field_number::node_input, input).text(field_number::node_type, "LabelEncoder");
  for (const Message& part : attributes) message.message(field_number::node_attribute, part);
  return add(message.text(field_number::node_domain, kMlDomain));
}

std::string Graph::by_text(const std::string& input, const std::vector<std::string>& texts,
                           const std::vector<float>& numbers, float otherwise) {
  return add_encoder(
      input, {texts_attribute("keys_strings", texts), floats_attribute("values_floats", numbers),
              float_attribute("default_float", otherwise)});
}

std::string Graph::text_by_number(const std::string& input,
                                  const std::vector<std::int64_t>& numbers,
                                  const std::vector<std::string>& texts) {
  return add_encoder(
      input, {wholes_attribute("keys_int64s", numbers), texts_attribute("values_strings", texts),
              text_attribute("default_string", "")});
}

std::string Graph::number_by_number(const std::string& input,
                                    const std::vector<std::int64_t>& numbers,
                                    const std::vector<float>& values, float otherwise) {
  return add_encoder(
      input, {wholes_attribute("keys_int64s", numbers), floats_attribute("values_floats", values),
              float_attribute("default_float", otherwise)});
}

std::string Graph::trees(const std::string& features, const std::vector<Tree>& trees,
                         std::int64_t targets) {
  std::vector<std::int64_t> tree_ids;
  std::vector<std::int64_t> node_ids;
  std::vector<std::int64_t> feature_ids;
  std::vector<std::int64_t> yes;
  std::vector<std::int64_t> no;
  std::vector<std::string> modes;
  std::vector<double> values;
  std::vector<std::int64_t> target_trees;
  std::vector<std::int64_t> target_nodes;
  std::vector<std::int64_t> target_ids;
  std::vector<double> weights;
  for (std::size_t t = 0; t < trees.size(); ++t) {
    for (std::size_t n = 0; n < trees[t].nodes.size(); ++n) {
      const Tree::Node& node = trees[t].nodes[n];
      tree_ids.push_back(static_cast<std::int64_t>(t));
      node_ids.push_back(static_cast<std::int64_t>(n));
      feature_ids.push_back(node.feature);
      yes.push_back(node.yes);
      no.push_back(node.no);
      modes.push_back(node.mode);
      values.push_back(node.value);
      for (const auto& [target, weight] : node.weights) {
        target_trees.push_back(static_cast<std::int64_t>(t));
        target_nodes.push_back(static_cast<std::int64_t>(n));
        target_ids.push_back(target);
        weights.push_back(weight);
      }
    }
  }
  Message message = Message()
                        .text(field_number::node_input, features)
                        .text(field_number::node_type, "TreeEnsembleRegressor");
  for (const Message& part :
       {whole_attribute("n_targets", targets), text_attribute("aggregate_function", "SUM"),
        text_attribute("post_transform", "NONE"), wholes_attribute("nodes_treeids", tree_ids),
        wholes_attribute("nodes_nodeids", node_ids),
        wholes_attribute("nodes_featureids", feature_ids), texts_attribute("nodes_modes", modes),
        doubles_attribute("nodes_values_as_tensor", values),
        wholes_attribute("nodes_truenodeids", yes), wholes_attribute("nodes_falsenodeids", no),
        wholes_attribute("target_treeids", target_trees),
        wholes_attribute("target_nodeids", target_nodes),
        wholes_attribute("target_ids", target_ids),
        doubles_attribute("target_weights_as_tensor", weights)}) {
    message.message(field_number::node_attribute, part);
  }
  return add(message.text(field_number::node_domain, kMlDomain));
}

void Graph::add_output(const std::string& value, const std::string& name, TensorType type) {
  graph_.message(field_number::graph_node, Message()
                                               .text(field_number::node_input, value)
                                               .text(field_number::node_output, name)
                                               .text(field_number::node_type, "Identity"));
  graph_.message(field_number::graph_output, value_info(name, type, false, {}));
}

std::string Graph::model(const std::string& words,
                         const std::vector<std::pair<std::string, std::string>>& facts) {
  graph_.text(field_number::graph_name, "bestfit");
  Message model;
  model.whole(field_number::model_ir, kIrVersion)
      .text(field_number::model_producer, "bestfit")
      .text(field_number::model_producer_version, base::program_version())
      .text(field_number::model_words, words)
      .message(field_number::model_graph, graph_)
      .message(field_number::model_opset, Message().text(1, "").whole(2, kOpset))
      .message(field_number::model_opset, Message().text(1, kMlDomain).whole(2, kMlOpset));
  for (const auto& [key, value] : facts) {
    model.message(field_number::model_facts, Message().text(1, key).text(2, value));
  }
  return model.bytes();
}

}  // namespace bestfit::exchange
