package org.workherald.http;

import io.quarkus.arc.properties.UnlessBuildProperty;
import io.quarkus.hibernate.validator.runtime.ArcProxyBeanMetaDataClassNormalizer;
import jakarta.annotation.Priority;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Alternative;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.validation.ClockProvider;
import jakarta.validation.Validation;
import jakarta.validation.Validator;
import java.util.Locale;
import java.util.Set;
import org.hibernate.validator.HibernateValidator;
import org.hibernate.validator.HibernateValidatorFactory;
import org.hibernate.validator.messageinterpolation.ParameterMessageInterpolator;

/**
 * A validator that reads the constraints of a class when it first meets it. The extension's own,
 * whose place it takes, reads all of them at start, which took a quarter of it. A native executable
 * keeps that one: there, all is read while it is built.
 */
@Singleton
@UnlessBuildProperty(name = "quarkus.native.enabled", stringValue = "true", enableIfMissing = true)
class ValidatorProducer {

  /** Made when first used, for it is behind a client proxy; so is the validator. */
  @Produces
  @Alternative
  @Priority(1)
  @ApplicationScoped
  HibernateValidatorFactory factory(ClockProvider clock) {
    // Messages have parameters and no expressions, and need no interpreter of these.
    var messages = new ParameterMessageInterpolator(Set.of(Locale.ENGLISH), Locale.ENGLISH, false);
    return Validation.byProvider(HibernateValidator.class)
        .configure()
        .ignoreXmlConfiguration()
        .clockProvider(clock)
        .messageInterpolator(messages)
        .beanMetaDataClassNormalizer(new ArcProxyBeanMetaDataClassNormalizer())
        .buildValidatorFactory()
        .unwrap(HibernateValidatorFactory.class);
  }

  @Produces
  @Alternative
  @Priority(1)
  @ApplicationScoped
  Validator validator(HibernateValidatorFactory factory) {
    return factory.getValidator();
  }
}
