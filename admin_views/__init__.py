"""The screens: the only package that knows Flask-Admin and WTForms."""
