package dev.espalier.processor;

import com.google.auto.common.AnnotationMirrors;
import dev.espalier.codegen.layer.AnnotationElements;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.lang.model.element.AnnotationMirror;
import javax.lang.model.element.AnnotationValue;
import javax.lang.model.element.VariableElement;
import javax.lang.model.type.TypeMirror;

/** The element values of an annotation mirror, defaults included. The Java compiler has checked their types. */
record MirrorReader(AnnotationMirror mirror) {

  int integer(String element) {
    return (Integer) value(element).getValue();
  }

  long longInteger(String element) {
    return (Long) value(element).getValue();
  }

  double number(String element) {
    return (Double) value(element).getValue();
  }

  boolean flag(String element) {
    return (Boolean) value(element).getValue();
  }

  String text(String element) {
    return (String) value(element).getValue();
  }

  <E extends Enum<E>> E constant(String element, Class<E> type) {
    return Enum.valueOf(type, constantName(value(element)));
  }

  /** The type that a class literal names; null where what stands there is none, which the Java compiler reports. */
  TypeMirror type(String element) {
    return value(element).getValue() instanceof TypeMirror type ? type : null;
  }

  /** Whether the element stands in the source, be it with its default. */
  boolean gives(String element) {
    return mirror.getElementValues().keySet().stream().anyMatch(e -> e.getSimpleName().contentEquals(element));
  }

  MirrorReader nested(String element) {
    return new MirrorReader((AnnotationMirror) value(element).getValue());
  }

  List<AnnotationValue> array(String element) {
    return elements(value(element));
  }

  List<Integer> integers(String element) {
    return array(element).stream().map(v -> (Integer) v.getValue()).toList();
  }

  /** Everything, as the layers read it. */
  AnnotationElements elements() {
    Map<String, Object> values = new HashMap<>();
    AnnotationMirrors.getAnnotationValuesWithDefaults(mirror)
        .forEach((element, value) -> values.put(element.getSimpleName().toString(), plain(value)));
    return new AnnotationElements(mirror.getAnnotationType().asElement().getSimpleName().toString(), values);
  }

  private static Object plain(AnnotationValue value) {
    return switch (value.getValue()) {
      case VariableElement _ -> constantName(value);
      case List<?> _ -> elements(value).stream().map(MirrorReader::plain).toList();
      case Object other -> other;
    };
  }

  private static String constantName(AnnotationValue value) {
    return ((VariableElement) value.getValue()).getSimpleName().toString();
  }

  private static List<AnnotationValue> elements(AnnotationValue value) {
    return ((List<?>) value.getValue()).stream().map(AnnotationValue.class::cast).toList();
  }

  private AnnotationValue value(String element) {
    return AnnotationMirrors.getAnnotationValue(mirror, element);
  }
}
