package dev.espalier.processor;

import com.google.auto.common.BasicAnnotationProcessor;
import com.google.common.collect.ImmutableSet;
import com.google.common.collect.ImmutableSetMultimap;
import dev.espalier.codegen.GeneratedSource;
import dev.espalier.codegen.compiler.Compilation;
import dev.espalier.codegen.compiler.Compiler;
import dev.espalier.codegen.emit.Surroundings;
import dev.espalier.codegen.ir.ModelSpec;
import dev.espalier.codegen.ir.SourceRef;
import dev.espalier.codegen.pass.Findings;
import dev.espalier.runtime.diagnostic.Diagnostic;
import java.io.IOException;
import java.io.Writer;
import java.util.Optional;
import javax.annotation.processing.FilerException;
import javax.annotation.processing.ProcessingEnvironment;
import javax.lang.model.element.Element;

/** Reads every network, has it compiled, prints what was found and writes what was generated. */
final class NetworkStep implements BasicAnnotationProcessor.Step {
  private final ProcessingEnvironment environment;
  private final FindingPrinter printer;
  private final CompilerOptions options;

  NetworkStep(ProcessingEnvironment environment) {
    this.environment = environment;
    this.printer = new FindingPrinter(environment.getMessager());
    Findings findings = new Findings();
    this.options = CompilerOptions.read(environment.getOptions(), p -> findings.add(p, SourceRef.NONE));
    printer.print(findings.list());
  }

  @Override
  public ImmutableSet<String> annotations() {
    return ImmutableSet.of(Language.NETWORK);
  }

  @Override
  public ImmutableSet<Element> process(ImmutableSetMultimap<String, Element> elementsByAnnotation) {
    elementsByAnnotation.values().forEach(this::process);
    return ImmutableSet.of();
  }

  private void process(Element element) {
    Findings findings = new Findings();
    ModelReader reader = new ModelReader(environment.getElementUtils(), options, findings);
    Optional<ModelSpec> model = reader.read(element);
    printer.print(findings.list());
    if (model.isPresent() && !findings.hasErrors()) {
      Surroundings surroundings = SurroundingsReader.read(environment.getElementUtils(), element);
      Compilation compilation = Compiler.compile(model.get(), surroundings, options.report());
      printer.print(compilation.findings());
      for (GeneratedSource source : compilation.sources()) {
        if (!write(source, element)) {
          break; // one file that fails is enough to be told of
        }
      }
    }
  }

  /** Writes a file whose one originating element is the interface. */
  private boolean write(GeneratedSource source, Element origin) {
    Findings findings = new Findings();
    SourceRef place = MirrorSource.of(origin);
    try (Writer writer =
        environment.getFiler().createSourceFile(source.qualifiedName(), origin).openWriter()) {
      writer.write(source.text());
    } catch (FilerException e) {
      findings.add(Diagnostic.NAME_TAKEN.with(origin.getSimpleName(), source.qualifiedName()), place);
    } catch (IOException e) {
      findings.add(Diagnostic.NOT_WRITTEN.with(source.qualifiedName(), e), place);
    }
    printer.print(findings.list());
    return !findings.hasErrors();
  }
}
