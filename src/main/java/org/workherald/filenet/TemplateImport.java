package org.workherald.filenet;

import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.workherald.filenet.Archive.Member;
import org.workherald.filenet.ImportAnswer.Converted;
import org.workherald.filenet.ImportAnswer.LeftOut;
import org.workherald.filenet.Placement.Terms;
import org.workherald.http.Printable;
import org.workherald.notification.Event;
import org.workherald.template.CompiledTemplate;
import org.workherald.template.CompiledTemplate.Rendered;
import org.workherald.template.Fault;
import org.workherald.template.MailTemplate;
import org.workherald.template.TemplateIntake;
import org.workherald.template.TemplateIntake.Sheet;
import org.workherald.template.TemplateRefused;
import org.workherald.template.Vocabulary;

/** Makes templates of files, shows what they look like, and stores them when asked to. */
@ApplicationScoped
class TemplateImport {

  private static final int LONGEST_NAME = 200;

  /** Together, so that the answer stays readable. */
  private static final int MOST_REMARKS = 20_000;

  private static final byte[] OLE = {(byte) 0xd0, (byte) 0xcf, 0x11, (byte) 0xe0};

  private final TemplateIntake intake;

  TemplateImport(TemplateIntake intake) {
    this.intake = intake;
  }

  /** A file on its way. */
  private record Draft(Member file, Placement placement, Decoding decoding, Conversion conversion) {

    String name() {
      return Printable.of(file.path(), LONGEST_NAME);
    }
  }

  /**
   * @param apply whether to store what passes the check of templates
   * @throws NotUnderstood when there is too much to tell about the files
   */
  ImportAnswer of(List<Member> files, Terms terms, boolean apply) throws NotUnderstood {
    List<LeftOut> leftOut = new ArrayList<>();
    Map<Map.Entry<Event, String>, List<Draft>> drafts = new LinkedHashMap<>();
    int remarks = 0;
    for (Member file : files) {
      try {
        Draft draft = draft(file, terms);
        Placement placement = draft.placement;
        drafts
            .computeIfAbsent(
                Map.entry(placement.event(), placement.locale()), key -> new ArrayList<>())
            .add(draft);
        remarks += draft.conversion.notCarriedOver().size();
      } catch (NotUnderstood e) {
        leftOut.add(new LeftOut(Printable.of(file.path(), LONGEST_NAME), e.getMessage()));
      }
      if (remarks > MOST_REMARKS) {
        throw new NotUnderstood(
            "There is too much to tell about these files at once. Send fewer of them.");
      }
    }
    List<Converted> converted = new ArrayList<>();
    List<Sheet> sheets = new ArrayList<>();
    for (List<Draft> same : drafts.values()) {
      if (alike(same)) {
        converted.add(check(same.get(0), sheets));
        same.stream()
            .skip(1)
            .map(
                draft ->
                    new LeftOut(draft.name(), "It says the same as " + same.get(0).name() + "."))
            .forEach(leftOut::add);
      } else {
        same.stream().map(draft -> ambiguous(draft, same)).forEach(leftOut::add);
      }
    }
    return apply && !sheets.isEmpty()
        ? stored(converted, leftOut, intake.store(sheets))
        : new ImportAnswer(0, converted, leftOut);
  }

  private static Draft draft(Member file, Terms terms) throws NotUnderstood {
    if (file.content() == null) {
      throw new NotUnderstood(
          "It has more than %d KiB, which no template has.".formatted(Archive.LARGEST_FILE >> 10));
    }
    Placement placement = Placement.of(file.path(), terms);
    if (file.content().length == 0) {
      throw new NotUnderstood("It is empty.");
    }
    if (Archive.begins(file.content(), OLE)) {
      throw new NotUnderstood("It is a message of Outlook, which has the same ending.");
    }
    Decoding decoding = Decoding.of(file.content(), terms.charset(), placement.locale());
    return new Draft(file, placement, decoding, Conversion.of(decoding.text(), placement.locale()));
  }

  private static boolean alike(List<Draft> drafts) {
    return drafts.stream().map(draft -> draft.conversion.template()).distinct().count() == 1;
  }

  private static LeftOut ambiguous(Draft draft, List<Draft> same) {
    String others =
        same.stream()
            .filter(other -> other != draft)
            .map(Draft::name)
            .limit(3)
            .reduce((one, other) -> one + ", " + other)
            .orElseThrow();
    return new LeftOut(
        draft.name(),
        "It is for the same event and language as %s, and says something else. Send one of them, or choose with ?application= the number of a folder."
            .formatted(others));
  }

  /**
   * @param sheets where to put it when it can be stored
   */
  private static Converted check(Draft draft, List<Sheet> sheets) {
    MailTemplate template = draft.conversion.template();
    try {
      CompiledTemplate compiled = CompiledTemplate.of(template);
      sheets.add(new Sheet(draft.placement.event(), draft.placement.locale(), compiled));
      Rendered preview = compiled.render(Vocabulary.sample());
      return converted(draft, preview, List.of(), compiled.warnings());
    } catch (TemplateRefused e) {
      return converted(draft, null, e.faults(), List.of());
    }
  }

  private static Converted converted(
      Draft draft, Rendered preview, List<Fault> errors, List<Fault> warnings) {
    return new Converted(
        draft.name(),
        draft.placement.event(),
        draft.placement.locale(),
        draft.placement.application(),
        draft.decoding.charset(),
        draft.decoding.why(),
        draft.conversion.template(),
        preview,
        draft.conversion.notCarriedOver(),
        errors,
        warnings,
        null);
  }

  /**
   * @param revisions of those without errors, in their order
   */
  private static ImportAnswer stored(
      List<Converted> converted, List<LeftOut> leftOut, List<Long> revisions) {
    List<Converted> told = new ArrayList<>();
    int next = 0;
    for (Converted file : converted) {
      told.add(file.errors().isEmpty() ? file.storedAs(revisions.get(next++)) : file);
    }
    return new ImportAnswer(revisions.size(), told, leftOut);
  }
}
